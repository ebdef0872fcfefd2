// Object-store mode: files are uploaded to the store in parts and downloaded from it.
import { partBytes } from "../lib/api.mjs";
import { braced, hard, odd } from "../lib/file-names.mjs";
import { shortLiteral } from "../lib/python-text.mjs";

const wholePart = Buffer.alloc(partBytes, "x");
const other = ["Origin", "http://other.example"];

export async function forbidden(api) {
  const entity = api.entity("st");
  await api.put("store/direct-put", entity, "a.txt");
  await api.get("store/direct-get", entity, "a.txt");
}

export async function twoParts(api) {
  const entity = api.entity("st");
  const { upload_id: id, pre_sign_urls: urls } = await api.start("two/start", entity, "two.bin", { num_of_file_parts: 2 });
  await api.list("two/list-before", entity);
  const tags = [[1, await api.part("two/part1", urls[0], wholePart)], [2, await api.part("two/part2", urls[1], "tail")]];
  await api.list("two/list-parts", entity);
  await api.complete("two/complete", entity, "two.bin", id, tags, partBytes + 4);
  const link = await api.list("two/list", entity);
  await api.complete("two/complete-again", entity, "two.bin", id, tags, partBytes + 4);
  await api.part("two/part-after", urls[1], "more");
  const get = (step, headers, url = link, method = "GET") => api.follow(`two/${step}`, method, url, headers);
  const start = ["Range", "bytes=0-1"];
  await get("get-range", [["Range", `bytes=${partBytes}-`]]);
  await get("get-badrange", [["Range", "bytes=99999999-"]]);
  await get("head", [], link, "HEAD");
  await get("get-auth", [["Authorization", "key"]]);
  await get("get-workspace", [["Comet-Workspace", "default"], start]);
  await get("get-gzip", [["Accept-Encoding", "gzip"], start]);
  await get("get-tampered", [], link.replace("two.bin", "twp.bin"));
  await get("get-origin", [other, start]);
}

const tagForms = [
  ["unquoted", (tag) => tag.replaceAll('"', "")],
  ["wrong", () => `"${"0".repeat(32)}"`],
  ["empty", () => ""],
  ["upper", (tag) => tag.toUpperCase()],
];

export async function tagsOfParts(api) {
  for (const [form, change] of tagForms) {
    const entity = api.entity(`etag-${form}`);
    const { upload_id: id, pre_sign_urls: urls } = await api.start(`etag-${form}/start`, entity, "f");
    const tag = await api.part(`etag-${form}/part`, urls[0], "abc");
    await api.complete(`etag-${form}/complete`, entity, "f", id, [[1, change(tag)]], 3);
    await api.list(`etag-${form}/list`, entity);
  }
}

/** Wrong completions of two parts: the parts that they name, or other fields. */
const completions = {
  missing: { parts: ([a]) => [[1, a]] },
  small: {},
  reversed: { parts: ([a, b]) => [[2, b], [1, a]] },
  twice: { parts: ([a, b]) => [[1, a], [1, a], [2, b]] },
  extra: { parts: ([a, b]) => [[1, a], [2, b], [3, b]] },
  none: { parts: () => [] },
  othername: { changes: { file_name: "g" } },
  otherproject: { changes: { project_name: "Other Projekt" } },
  wrongsize: { size: 1 },
  negsize: { size: -5 },
  mime: { changes: { mime_type: "image/png" } },
};

export async function wrongCompletions(api) {
  for (const [name, { parts = ([a, b]) => [[1, a], [2, b]], size = partBytes + 10, changes }] of Object.entries(completions)) {
    const entity = api.entity(`c-${name}`);
    const step = (what) => `c-${name}/${what}`;
    const { upload_id: id, pre_sign_urls: urls } = await api.start(step("start"), entity, "f", { num_of_file_parts: 2 });
    const first = await api.part(step("p1"), urls[0], name === "small" ? "x".repeat(10) : wholePart);
    const second = await api.part(step("p2"), urls[1], "y".repeat(10));
    await api.complete(step("complete"), entity, "f", id, parts([first, second]), size, changes);
    const link = await api.list(step("list"), entity);
    if (link) await api.follow(step("get"), "GET", link, [["Range", "bytes=0-3"]]);
  }
  await api.complete("bogus/complete", api.entity("bogus"), "f", "nosuchupload", [[1, '"x"']], 1);
}

export async function partRequests(api) {
  const { pre_sign_urls: urls } = await api.start("parts/start", api.entity("parts"), "f", { num_of_file_parts: 3 });
  const put = (step, url, headers = [], body = "abc", how = {}) => api.part(`parts/${step}`, url, body, headers, how);
  await put("with-auth", urls[0], [["Authorization", "key"]]);
  await put("with-type", urls[0], [["Content-Type", "image/png"]]);
  await put("with-origin", urls[0], [other]);
  const asked = [["Access-Control-Request-Method", "PUT"], ["Access-Control-Request-Headers", "content-type"]];
  await api.follow("parts/preflight", "OPTIONS", urls[0], [other, ...asked]);
  await put("chunked", urls[1], [], "abc", { chunked: true });
  await put("nolength", urls[1], [], null);
  await put("zero", urls[2], [], "");
  await put("bad-md5", urls[2], [["Content-MD5", "AAAAAAAAAAAAAAAAAAAAAA=="]]);
  await api.follow("parts/get", "GET", urls[0]);
  await api.follow("parts/post", "POST", urls[0], [], "abc");
  await put("number", urls[0].replace("partNumber=1", "partNumber=2"));
  for (const name of ["X-Amz-Signature", "X-Amz-Expires", "X-Amz-Date"]) {
    await put(`without-${name}`, urls[0].replace(new RegExp(`&?${name}=[^&]+`), ""));
  }
  await put("extra-param", `${urls[0]}&x=y`);
}

export async function emptyFiles(api) {
  const entity = api.entity("zero");
  const { upload_id: id, pre_sign_urls: urls } = await api.start("zero/start", entity, "zero");
  const tag = await api.part("zero/part", urls[0], "");
  await api.complete("zero/complete", entity, "zero", id, [[1, tag]], 0);
  const link = await api.list("zero/list", entity);
  await api.follow("zero/get", "GET", link);
  const { upload_id: second } = await api.start("zero/start-again", entity, "zero-noparts");
  await api.complete("zero/complete-noparts", entity, "zero-noparts", second, [], 0);
  await api.list("zero/list-noparts", entity);
  for (const count of [0, -1, 3]) await api.start(`count/${count}`, entity, "f", { num_of_file_parts: count });
}

export async function overwriting(api) {
  const entity = api.entity("over");
  let link;
  for (const [turn, mime_type, body] of [[1, "text/plain", "v1"], [2, "image/png", "v2v2"]]) {
    const { upload_id: id, pre_sign_urls: urls } = await api.start(`over/start${turn}`, entity, "same", { mime_type });
    const tag = await api.part(`over/part${turn}`, urls[0], body);
    await api.complete(`over/complete${turn}`, entity, "same", id, [[1, tag]], 2 * turn, { mime_type });
    link = await api.list(`over/list${turn}`, entity);
    await api.follow(`over/get${turn}`, "GET", link);
  }
  await api.remove("over/delete", entity, ["same", "nope"]);
  await api.list("over/list-deleted", entity);
  await api.follow("over/get-deleted", "GET", link);
}

export async function fileNames(api) {
  for (const [number, name] of [...odd, ...braced, ...hard].entries()) {
    const entity = api.entity(`sname${number}`);
    const step = (what) => `sname/${shortLiteral(name)}/${what}`;
    const { upload_id: id, pre_sign_urls: urls } = await api.start(step("start"), entity, name);
    if (!id) continue;
    const tag = await api.part(step("part"), urls[0], `N${number}`);
    await api.complete(step("complete"), entity, name, id, [[1, tag]], 2);
    const link = await api.list(step("list"), entity);
    if (link) await api.follow(step("follow"), "GET", link);
    await api.remove(step("delete"), entity, [name]);
    await api.list(step("list3"), entity);
  }
}
