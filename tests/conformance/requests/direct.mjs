// Direct mode: files are uploaded to the backend and downloaded from it.
import { gzipSync } from "node:zlib";
import { braced, hard, odd } from "../lib/file-names.mjs";
import { shortLiteral } from "../lib/python-text.mjs";

const plain = ["Content-Type", "text/plain"];
const gzip = ["Content-Encoding", "gzip"];

export async function uploads(api) {
  const entity = api.entity("put");
  const put = (step, name, how) => api.put(`put/${step}`, entity, name, how);
  const typed = (type) => ({ headers: [["Content-Type", type]] });
  await put("first", "a.txt");
  await api.list("put/list", entity);
  await api.get("put/get", entity, "a.txt");
  await put("replace", "a.txt", { body: "longer body", changes: { mime_type: "image/png" } });
  await api.list("put/list-replaced", entity);
  await api.get("put/get-other-type", entity, "a.txt", { mime_type: "x/y" });
  await put("zero", "zero", { body: "" });
  await put("zero-nolength", "zero2", { body: null });
  await put("chunked", "chunked", { body: "c".repeat(10_000), chunked: true });
  await put("gzip", "gz", { body: gzipSync("g".repeat(1000)), headers: [plain, gzip] });
  await put("gzip-bad", "gzbad", { body: "not gzip", headers: [plain, gzip] });
  await put("notype", "notype", { headers: [] });
  await put("json-type", "json", { body: "{broken", ...typed("application/json") });
  await put("form-type", "form", { body: "a=b", ...typed("application/x-www-form-urlencoded") });
  await put("multipart-type", "multi", { body: "--x--", ...typed("multipart/form-data; boundary=x") });
  await put("bad-type", "badtype", typed("nonsense"));
  await put("expect", "expect", { headers: [["Expect", "100-continue"]], expectContinue: true });
  await api.list("put/list-many", entity);
  for (const name of ["zero", "zero2", "chunked", "gz", "json"]) await api.get(`put/get-${name}`, entity, name);
}

export async function wrongUploads(api) {
  const entity = api.entity("putbad");
  const put = (step, name, changes) => api.put(`put/${step}`, entity, name, { changes });
  for (const field of ["file_name", "entity_type", "entity_id", "mime_type"]) {
    await put(`missing-${field}`, "a.txt", { [field]: undefined });
    await put(`empty-${field}`, "b.txt", { [field]: "" });
    await put(`blank-${field}`, "c.txt", { [field]: " " });
  }
  await put("type-TRACE", "a.txt", { entity_type: "TRACE" });
  await put("entity-abc", "a.txt", { entity_id: "abc" });
  await put("project-blank", "a.txt", { project_name: " " });
  await put("project-empty", "a.txt", { project_name: "" });
  await api.list("put/list-bad", entity);
}

export async function otherProjects(api) {
  const entity = api.entity("proj");
  const name = "Probe Projekt é";
  const put = (step, file, project_name) => api.put(`project/${step}`, entity, file, { changes: { project_name } });
  await put("new", "a.txt", `  ${name} `);
  const project = JSON.parse((await api.post("project/retrieve", "projects/retrieve", { name: name.toUpperCase() })).body).id;
  api.recorder.name(project, "PROJECT");
  await put("same-other-case", "b.txt", name.toLowerCase().replace("é", "E"));
  await api.list("project/list", entity, { project_id: project });
  await api.list("project/list-default", entity);
  await put("long", "a.txt", "n".repeat(151));
  await put("long-256", "a.txt", "n".repeat(256));
}

/** Each name in a separate entity: uploaded, fetched by name and by link, uploaded again by the given link, deleted. */
export async function fileNames(api) {
  for (const [number, name] of [...odd, ...hard].entries()) {
    const entity = api.entity(`name${number}`);
    const step = (what) => `name/${shortLiteral(name)}/${what}`;
    await api.put(step("put"), entity, name, { body: `N${number}` });
    const link = await api.list(step("list"), entity);
    await api.get(step("get"), entity, name);
    if (link) await api.follow(step("follow"), "GET", link);
    const [url] = (await api.start(step("start"), entity, name)).pre_sign_urls;
    if (url) {
      await api.follow(step("put-given"), "PUT", url, [], "given");
      await api.list(step("list2"), entity);
    }
    await api.remove(step("delete"), entity, [name]);
    await api.list(step("list3"), entity);
  }
  for (const [number, name] of braced.entries()) {
    const entity = api.entity(`brace${number}`);
    const step = (what) => `brace/${shortLiteral(name)}/${what}`;
    await api.put(step("before"), entity, "before.txt");
    await api.put(step("put"), entity, name);
    await api.list(step("list"), entity);
    await api.list(step("list-size1"), entity, { size: 1 });
    await api.get(step("get"), entity, name);
    await api.remove(step("delete"), entity, [name]);
    await api.list(step("list3"), entity);
  }
}

export async function order(api) {
  const entity = api.entity("order");
  for (const name of ["b", "a", "B", "é", "ä", "10", "9", "a1", "a-1", "Z", "😀", "~", " x", "_"]) {
    await api.put(`order/put-${name}`, entity, name);
  }
  await api.list("order/all", entity);
  for (const page of [1, 2, 3, 5, 6]) await api.list(`order/page${page}`, entity, { page, size: 3 });
  await api.remove("order/delete-some", entity, ["a", "nope", "é"]);
  await api.list("order/after", entity);
  await api.remove("order/delete-again", entity, ["a"]);
}

const types = [
  "text/plain", "application/octet-stream", "image/png", "application/zip", "application/json", "image/svg+xml", "video/mp4",
];
/** Named by their literals. */
const oddTypes = [
  ["'nonsense'", "nonsense"], ["'a/b/c'", "a/b/c"], ["'text/plain;charset=utf-8'", "text/plain;charset=utf-8"],
  ["'text/plain; charset=\"x'", 'text/plain; charset="x'], ["'*/*'", "*/*"], ["'text/*'", "text/*"], ["'a/é'", "a/é"],
  ["'a/b\\nX: y'", "a/b\nX: y"], ["'multipart/form-data'", "multipart/form-data"],
];

export async function downloads(api) {
  const entity = api.entity("dl");
  const get = (step, changes, headers, method) => api.get(`dl/${step}`, entity, "t.txt", changes, headers, method);
  await api.put("dl/put", entity, "t.txt", { body: "The quick brown fox. ".repeat(50) });
  for (const mime_type of types) {
    await get(`type-${mime_type}`, { mime_type });
    await get(`gzip-${mime_type}`, { mime_type }, [["Accept-Encoding", "gzip"]]);
  }
  await get("gzip-br", {}, [["Accept-Encoding", "gzip, deflate, br"]]);
  await get("range", {}, [["Range", "bytes=0-9"]]);
  await get("range-suffix", {}, [["Range", "bytes=-5"]]);
  await get("if-none-match", {}, [["If-None-Match", "*"]]);
  await get("head", {}, [], "HEAD");
  for (const field of ["container_id", "entity_type", "entity_id", "file_name", "mime_type"]) {
    await get(`missing-${field}`, { [field]: undefined });
    await get(`blank-${field}`, { [field]: " " });
    await get(`empty-${field}`, { [field]: "" });
  }
  await get("missing-accept-json", { mime_type: undefined }, [["Accept", "application/json"]]);
  for (const [step, mime_type] of oddTypes) await get(`mime-${step}`, { mime_type });
  await get("unknown", { file_name: "nope" });
  await get("unknown-accept-json", { file_name: "nope" }, [["Accept", "application/json"]]);
  await get("unknown-container", { container_id: api.entity("nocontainer") });
  await get("workspace-query", { workspace_name: "nope" });
  await get("workspace-header", { workspace_name: "default" }, [["Comet-Workspace", "nope"]]);
  await get("origin", {}, [["Origin", "http://other.example"]]);
  await get("span", { entity_type: "span" });
  await api.put("dl/put-span", entity, "s.txt", { changes: { entity_type: "span" } });
  await api.list("dl/list-span", entity, { entity_type: "span" });
  const mebibyte = Buffer.alloc(1 << 20).map((_, index) => index);
  await api.put("dl/put-1M", entity, "m.bin", { body: mebibyte });
  await get("get-1M", { file_name: "m.bin", mime_type: "application/octet-stream" });
  await get("get-1M-png", { file_name: "m.bin", mime_type: "image/png" });
}

export async function ignoredCompletion(api) {
  const entity = api.entity("dcomp");
  await api.complete("direct-complete/call", entity, "c.txt", "BEMinIO", [], 5);
  await api.list("direct-complete/list", entity);
}
