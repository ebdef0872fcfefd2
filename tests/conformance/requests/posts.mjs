// The endpoints that take JSON: `projects/retrieve`, `upload-start`, `delete` and `upload-complete`, with every field
// missing, null and wrong.
import { gzipSync } from "node:zlib";
import { base64url } from "../lib/api.mjs";
import { braced, hard, odd } from "../lib/file-names.mjs";
import { literal, shortLiteral } from "../lib/python-text.mjs";

const retrieve = "projects/retrieve";
const byDefault = '{"name":"Default Project"}';
const asJson = ["Content-Type", "application/json"];

const names = [
  ["missing", "never made"], ["default", "Default Project"], ["default-case", "dEFAULT pROJECT"],
  ["default-accent", "Défault Project"], ["default-trail", "Default Project  "], ["default-lead", " Default Project"],
];

const bodies = [
  ["null", { name: null }], ["absent", {}], ["blank", { name: "  " }], ["empty", { name: "" }], ["number", { name: 5 }],
  ["array", { name: ["x"] }], ["extra", { name: "Default Project", zzz: 1 }], ["long", { name: "m".repeat(151) }],
  ["stats", { name: "Default Project", include_stats: false }],
];

const texts = [
  ["nobody", ""], ["garbage", '{"name": nope}'], ["truncated", '{"name": "x"'], ["jsonarray", "[]"], ["jsonnull", "null"],
  ["jsonstring", '"x"'], ["trailing", `${byDefault} x`], ["bom", `\uFEFF${byDefault}`],
  ["latin1", Buffer.from('{"name":"\xE9"}', "latin1")],
];

export async function projects(api) {
  for (const [step, name] of names) await api.post(`retrieve/${step}`, retrieve, { name });
  for (const [step, body] of bodies) await api.post(`retrieve/${step}`, retrieve, body);
  for (const [step, text] of texts) await api.post(`retrieve/raw-${step}`, retrieve, text);
  const send = (step, headers, body = byDefault, how = {}) => api.post(`retrieve/${step}`, retrieve, body, headers, how);
  await send("text-plain", [["Content-Type", "text/plain"]]);
  await send("no-type", []);
  await send("charset", [["Content-Type", "application/json;charset=UTF-8"]]);
  await send("gzip", [asJson, ["Content-Encoding", "gzip"]], gzipSync(byDefault));
  await send("gzip-bad", [asJson, ["Content-Encoding", "gzip"]]);
  await send("gzip-answer", [asJson, ["Accept-Encoding", "gzip"]]);
  await send("chunked", [asJson], byDefault, { chunked: true });
}

const counts = [["0", 0], ["-1", -1], ["2", 2], ["'3'", "3"], ["2.5", 2.5], ["'x'", "x"], ["3000000000", 3e9], ["True", true]];
const projectNames = [["None", null], ["", ""], [" ", " "], ["  padded", "  padded"], ["5", 5]];
const types = [["'TRACE'", "TRACE"], ["'thread'", "thread"], ["1", 1]];
const guessed = ["x.wav", "x.md", "x.log", "README", "x.parquet", "x.tar.gz", "x.unknownext", "x.ts", "X.PNG", "x.jsonl"];

export async function uploadStart(api) {
  const entity = api.entity("start");
  const start = (step, changes, name = "a.txt") => api.start(`start/${step}`, entity, name, changes);
  await start("ok");
  for (const field of ["file_name", "num_of_file_parts", "mime_type", "entity_type", "entity_id", "path"]) {
    await start(`missing-${field}`, { [field]: undefined });
    await start(`null-${field}`, { [field]: null });
    await start(`blank-${field}`, { [field]: " " });
  }
  for (const [step, count] of counts) await start(`parts-${step}`, { num_of_file_parts: count });
  for (const [step, name] of projectNames) await start(`project-${literal(step)}`, { project_name: name });
  for (const [step, type] of types) await start(`type-${step}`, { entity_type: type });
  for (const id of ["abc", "1-1-1-1-1", entity.toUpperCase(), entity.replaceAll("-", "")]) {
    await start(`entity-${id.length < 20 ? id : id.length}`, { entity_id: id });
  }
  const base = api.recorder.origin;
  const paths = [
    ["std", Buffer.from(`${base}/x~~~`).toString("base64")], ["bad", "!!"], ["nonuri", base64url("not a uri")],
    ["slash", base64url(`${base}/`)], ["query", base64url(`${base}?a=b`)], ["empty-text", "===="],
  ];
  for (const [step, path] of paths) await start(`path-${step}`, { path });
  await start("unknown-field", { zzz: 1 });
  await start("container-id", { container_id: "0197c0de-1111-4000-8000-00000000c0de" });
  const camel = { fileName: "a", numOfFileParts: 1, entityType: "trace", entityId: entity, path: api.path };
  await api.post("start/camel", "attachment/upload-start", camel);
  await api.post("start/empty-object", "attachment/upload-start", {});
  await api.post("start/nobody", "attachment/upload-start", "");
  await api.post("start/jsonnull", "attachment/upload-start", "null");
  for (const name of [...odd, ...braced, ...hard]) await start(`name-${shortLiteral(name)}`, {}, name);
  for (const name of guessed) await start(`mime-${name}`, { mime_type: null }, name);
}

export async function deletion(api) {
  const entity = api.entity("del");
  const remove = (step, names, changes) => api.remove(`delete/${step}`, entity, names, changes);
  await remove("unknown", ["nope"]);
  await remove("empty", []);
  for (const field of ["file_names", "entity_type", "entity_id", "container_id"]) {
    await remove(`missing-${field}`, ["x"], { [field]: undefined });
    await remove(`null-${field}`, ["x"], { [field]: null });
  }
  await remove("string", "x");
  await remove("null-element", [null, "x"]);
  await remove("empty-name", [""]);
  await remove("dup", ["x", "x"]);
  const completion = { file_name: "a", entity_type: "trace", entity_id: entity, file_size: 1, upload_id: "u", uploaded_file_parts: [] };
  await api.post("delete/completion-shape", "attachment/delete", completion);
  await api.post("delete/nobody", "attachment/delete", "");
}

export async function completion(api) {
  const entity = api.entity("comp");
  const complete = (step, changes) => api.complete(`complete/${step}`, entity, "a.txt", "BEMinIO", [[1, '"x"']], 5, changes);
  await complete("unknown-upload");
  for (const field of "file_name entity_type entity_id file_size mime_type upload_id uploaded_file_parts".split(" ")) {
    await complete(`missing-${field}`, { [field]: undefined });
    await complete(`null-${field}`, { [field]: null });
  }
  await complete("blank-upload", { upload_id: " " });
  await complete("no-parts", { uploaded_file_parts: [] });
  await complete("part-empty", { uploaded_file_parts: [{}] });
  await complete("part-null", { uploaded_file_parts: [null] });
  await complete("size-negative", { file_size: -1 });
  await complete("size-text", { file_size: "abc" });
  await complete("project-blank", { project_name: " " });
  await api.list("complete/list-after", entity);
}
