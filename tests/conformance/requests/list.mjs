// `attachment/list` with every parameter missing, empty and wrong, and wrong methods and paths.
import { base64url, queryOf } from "../lib/api.mjs";
import { defaultId } from "../lib/recorder.mjs";

const numbers = ["0", "-1", "a", "1.5", "2147483647", "2147483648", "", " 1", "+1", "01"];

const paths = [
  ["bad-pad", "ab="], ["bad-char", "ab+/"], ["one", "a"], ["space", "aG8 bG8"], ["blank", " "],
  ["nonuri", base64url("not a uri")], ["empty-text", "==="],
];

const headers = [
  ["workspace-other", [["Comet-Workspace", "nope"]]],
  ["workspace-default", [["Comet-Workspace", "default"]]],
  ["workspace-Default", [["Comet-Workspace", "Default"]]],
  ["workspace-blank", [["Comet-Workspace", ""]]],
  ["workspace-space", [["Comet-Workspace", "  "]]],
  ["authorization-any", [["Authorization", "whatever"]]],
  ["accept-json", [["Accept", "application/json"]]],
  ["accept-html", [["Accept", "text/html"]]],
  ["origin", [["Origin", "http://other.example"]]],
];

const methods = [
  "POST attachment/list", "PUT attachment/list", "DELETE attachment/list", "HEAD attachment/list", "OPTIONS attachment/list",
  "GET attachment/upload-start", "GET attachment/nope", "GET attachment", "GET attachment/list/", "POST attachment/upload",
  "GET attachment/upload", "PUT attachment/download", "DELETE attachment/delete", "HEAD attachment/download",
  "PATCH attachment/upload",
];

/** The id in spellings that some readers take and others do not. */
const spellings = (id) => [
  ["abc", "abc"], ["short", "1-1-1-1-1"], ["upper", id.toUpperCase()], ["nodash", id.replaceAll("-", "")],
  ["braced", `{${id}}`], ["long", `${id}0`], ["lead", ` ${id}`],
];

export async function listing(api) {
  const entity = api.entity("empty");
  const list = (step, changes, given) => api.list(`list/${step}`, entity, changes, given);
  await list("empty");
  await list("span", { entity_type: "span" });
  for (const name of ["project_id", "entity_type", "entity_id", "path"]) {
    await list(`missing-${name}`, { [name]: undefined });
    await list(`empty-${name}`, { [name]: "" });
  }
  await api.ask("list/missing-all", { target: "/v1/private/attachment/list" });
  for (const [name, id] of spellings(entity)) {
    await list(`uuid-${name}`, { entity_id: id });
    await list(`project-uuid-${name}`, { project_id: id });
  }
  for (const type of ["TRACE", "foo", "Trace", "trace ", "span"]) await list(`type-${type}`, { entity_type: type });
  for (const number of numbers) {
    await list(`page-${number}`, { page: number });
    await list(`size-${number}`, { size: number });
  }
  const base = api.recorder.origin;
  const padded = (text) => Buffer.from(text).toString("base64").replaceAll("+", "-").replaceAll("/", "_");
  await list("path-std-padded", { path: Buffer.from(base).toString("base64") });
  await list("path-url-padded", { path: padded(`${base}?`) });
  for (const [name, path] of paths) await list(`path-${name}`, { path });
  const query = `/v1/private/attachment/list?${api.listQuery(entity)}`;
  await api.ask("list/dup-param", { target: `${query}&entity_type=foo&page=1&page=2` });
  await api.ask("list/extra-param", { target: `${query}&x=y` });
  for (const [name, given] of headers) await list(name, {}, given);
}

export async function routing(api) {
  const fields = { project_id: defaultId, container_id: defaultId, file_name: "n", mime_type: "a/b", entity_type: "trace" };
  const query = queryOf({ ...fields, entity_id: api.entity("empty"), path: api.path });
  for (const [method, path] of methods.map((line) => line.split(" "))) {
    const body = ["POST", "PUT", "PATCH"].includes(method) ? Buffer.alloc(0) : null;
    await api.ask(`method/${method}-${path}`, { method, target: `/v1/private/${path}?${query}`, body });
  }
  const preflight = (step, path, origin, method, asked) => {
    const headers = [["Origin", origin], ["Access-Control-Request-Method", method]];
    if (asked) headers.push(["Access-Control-Request-Headers", asked]);
    return api.ask(`cors/preflight-${step}`, { method: "OPTIONS", target: `/v1/private/${path}`, headers });
  };
  const ours = "authorization,comet-workspace,content-type";
  for (const path of ["attachment/list", "attachment/upload", "projects/retrieve", "attachment/nope"]) {
    await preflight(path, path, "http://other.example", "PUT", ours);
  }
  await preflight("badheader", "attachment/list", "http://other.example", "GET", "x-fern-language");
  await preflight("null-origin", "attachment/list", "null", "GET");
}

export async function limits(api) {
  const long = "h".repeat(20_000);
  const query = `/v1/private/attachment/list?${api.listQuery(api.entity("comp"))}`;
  await api.ask("limit/header-20k", { target: query, headers: [["X-Big", long]] });
  await api.ask("limit/query-20k", { target: `${query}&x=${long}` });
  await api.ask("limit/query-9k", { target: `${query}&x=${long.slice(0, 9000)}` });
  await api.ask("misc/ping", { target: "/is-alive/ping" });
  await api.ask("misc/encoded-slash", { target: "/v1/private/attachment%2Flist" });
  await api.ask("misc/double-slash", { target: "//v1/private/attachment/list" });
}
