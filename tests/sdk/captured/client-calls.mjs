// The calls of our client in each captured scenario, with the same answers from the local server as the SDK received.
import { workspaceId } from "./normalize.mjs";

const list = "*/attachment/list";
const start = "*/attachment/upload-start";
const put = { method: "PUT", path: "*/attachment/upload" };

const mib = 1024 * 1024;
/** The files of the captures, byte for byte. */
export const hello = Buffer.from("hello, attach\n");
export const big = Buffer.alloc(12 * mib, "0123456789abcdef");
const bigFile = { file: big, fileName: "big.bin", mimeType: "application/octet-stream" };
const helloFile = { file: hello, fileName: "hello.txt" };

const refusal = (status, headers = {}) => ({ type: "status", status, headers, body: `{"code": ${status}, "message": "injected"}` });
const xml = (status, body) => ({ type: "status", status, body: `<Error>${body}</Error>` });
const answer = (status, body, headers = {}) => ({ type: "status", status, headers, body: body && JSON.stringify(body) });

/** Reads a download to its end. */
const drained = async (download) => new Response(await download).arrayBuffer();

/**
 * The scenarios by name. Each is called with `call`, which records the requests of one of our calls, a counterpart of
 * `covers` calls of the SDK; with `client`; and with `other`, a client whose requests are not recorded.
 */
export const clientCalls = {
  "js01-retrieve-project-and-list": async ({ client, call, target, other }) => {
    await other.uploadAttachment({ ...target, ...helloFile });
    await call(() => client.getAttachmentList(target), 2);
    await call(() => client.getAttachmentList({ ...target, projectName: "nope" }));
  },
  "js02-start-complete": async ({ client, call, target }) => {
    const file = { file: Buffer.alloc(16), fileName: "né w.bin", mimeType: "application/octet-stream" };
    await call(() => client.uploadAttachment({ ...target, ...file }), 3);
  },
  "js03-raw-download": async ({ client, call, target, other }) => {
    await other.uploadAttachment({ ...target, file: Buffer.from("xxxxx"), fileName: "né w.txt" });
    const [row] = await client.getAttachmentList(target);
    await call(() => drained(client.downloadAttachment({ ...target, ...row })));
  },
  "js04-raw-upload-only-json": async ({ client, call, target }) => {
    await call(() => client.uploadAttachment({ ...target, file: Buffer.from(`{"k":"v"}`), fileName: "j.json" }));
  },
  "js05-raw-delete-wrong-shape": async ({ client, call, target, other }) => {
    await other.uploadAttachment({ ...target, ...helloFile });
    await client.getAttachmentList(target);
    await call(() => client.deleteAttachments({ ...target, fileNames: ["hello.txt"] }));
  },
  "js06-no-api-key": async ({ client, call, target }) => {
    await call(() => client.getAttachmentList(target));
  },
  "js07-retry-503": async ({ client, call, target, other, faults }) => {
    await other.uploadAttachment({ ...target, ...helloFile });
    await client.getAttachmentList(target);
    await faults.add({ path: list, action: refusal(503) });
    await call(() => client.getAttachmentList(target));
  },
  "js08-retry-429-retry-after": async ({ client, call, target, other, faults }) => {
    await other.uploadAttachment({ ...target, ...helloFile });
    await client.getAttachmentList(target);
    await faults.add({ path: list, nth: 1, action: refusal(429, { "Retry-After": "3", "RateLimit-Reset": "9" }) });
    await call(() => client.getAttachmentList(target));
  },
  "py01-minio-list-upload-small-list-download": async ({ client, call, target }) => {
    await call(() => client.getAttachmentList(target));
    await call(() => client.uploadAttachment({ ...target, ...helloFile }));
    await call(() => client.getAttachmentList(target));
    await call(() => drained(client.downloadAttachment({ ...target, fileName: "hello.txt" })));
  },
  "py02-minio-upload-12MiB": async ({ client, call, target }) => {
    await call(() => client.uploadAttachment({ ...target, entityType: "span", ...bigFile }));
  },
  "py03-minio-odd-names-and-unknown-mime": async ({ client, call, target }) => {
    const odd = { fileName: "résumé & co +1?.txt", mimeType: "text/plain; charset=utf-8" };
    await call(() => client.uploadAttachment({ ...target, file: Buffer.alloc(40, "a"), ...odd }));
    await call(() => client.uploadAttachment({ ...target, file: Buffer.alloc(300, "a"), fileName: "data.zzunknown" }));
    await call(() => client.uploadAttachment({ ...target, file: Buffer.alloc(40, "a"), fileName: "50%25 off.txt" }));
    await call(() => client.getAttachmentList(target));
    await call(() => drained(client.downloadAttachment({ ...target, fileName: odd.fileName })));
  },
  "py04-s3-upload-small-and-12MiB-list-download": async ({ client, call, target }) => {
    await call(() => client.uploadAttachment({ ...target, ...helloFile }));
    await call(() => client.uploadAttachment({ ...target, ...bigFile }));
    await call(() => client.getAttachmentList(target));
    await call(() => drained(client.downloadAttachment({ ...target, fileName: "big.bin" })));
  },
  // The local store refuses links without a signature, so fault rules give its answers.
  "py05-s3-link-without-amz-signature-gets-credentials": async ({ client, call, target, faults, storeUrl, projectId }) => {
    const key = `opik/attachment/workspaces/${workspaceId}/projects/${projectId}/traces/${target.entityId}/files/hello.txt`;
    const link = `${storeUrl}/bucket/${key}?plain=1`;
    const row = { link, file_name: "hello.txt", file_size: hello.length, mime_type: "text/plain" };
    const opened = { upload_id: "mpu-0001", pre_sign_urls: [`${link}&partNumber=1&uploadId=mpu-0001`] };
    await faults.add([
      { path: start, action: answer(200, opened) },
      { origin: "store", method: "PUT", action: answer(200, undefined, { ETag: `"378ead574455b1764d4cb5722399d214"` }) },
      { path: "*/attachment/upload-complete", action: answer(204) },
      { path: list, action: answer(200, { page: 1, size: 1, total: 1, content: [row], sortable_by: [] }) },
      { origin: "store", method: "GET", action: { ...answer(200), body: hello.toString() } },
    ]);
    await call(() => client.uploadAttachment({ ...target, ...helloFile }));
    await call(() => drained(client.downloadAttachment({ ...target, fileName: "hello.txt" })));
  },
  "py06-empty-file-refused-before-any-request": async ({ client, call, target }) => {
    await call(() => client.uploadAttachment({ ...target, file: Buffer.alloc(0), fileName: "empty.txt" }));
  },
  "py07-first-page-only-150-attachments": async ({ client, call, target, other }) => {
    const names = Array.from({ length: 150 }, (_, index) => `f${String(index).padStart(3, "0")}.txt`);
    await other.uploadAttachments({ ...target, files: names.map((fileName) => ({ file: Buffer.from("x"), fileName })) });
    await call(() => client.getAttachmentList(target));
    await call(() => drained(client.downloadAttachment({ ...target, fileName: "f000.txt" })));
  },
  "py08-mime-must-match-exactly": async ({ client, call, target, other }) => {
    const mimeType = "application/json; charset=utf-8";
    await other.uploadAttachment({ ...target, file: Buffer.from("{}"), fileName: "a.json", mimeType });
    await call(() => drained(client.downloadAttachment({ ...target, fileName: "a.json", mimeType: "application/json" })));
  },
  "py09-unknown-project": async ({ client, call, target }) => {
    await call(() => client.getAttachmentList({ ...target, projectName: "no such project" }));
  },
  "py10-no-api-key": async ({ client, call, target }) => {
    await call(() => client.getAttachmentList(target));
    await call(() => client.uploadAttachment({ ...target, ...helloFile }));
  },
  "py11-base-url-without-trailing-slash": async ({ client, call, target }) => {
    await call(() => client.uploadAttachment({ ...target, ...helloFile }));
    await call(() => client.getAttachmentList(target));
  },
  // The local server has another address, so fault rules give its answers. This client believes that it is at port 5173,
  // like the SDK: with another port, the base64 of the address would contain neither `+` nor `-`.
  "py12-standard-base64-of-base-url-contains-plus": async ({ client, call, target, faults, projectId }) => {
    await faults.add([
      { path: "/a~/api*/retrieve", action: answer(200, { id: projectId, name: "demo" }) },
      { path: `/a~/api${list}`, action: answer(200, { page: 1, size: 0, total: 0, content: [], sortable_by: [] }) },
      { path: `/a~/api${start}`, action: answer(200, { upload_id: "BEMinIO", pre_sign_urls: ["http://127.0.0.1:5173/unused"] }) },
      { path: `/a~/api${put.path}`, action: answer(204) },
    ]);
    await call(() => client.getAttachmentList(target));
    await call(() => client.uploadAttachment({ ...target, ...helloFile }));
  },
  "py13-raw-delete-and-raw-download": async ({ client, call, target, other }) => {
    await other.uploadAttachment({ ...target, ...helloFile });
    const [row] = await client.getAttachmentList(target);
    await call(() => client.deleteAttachments({ ...target, fileNames: ["hello.txt"] }));
    await other.uploadAttachment({ ...target, ...helloFile });
    await call(() => drained(client.downloadAttachment({ ...target, ...row })));
    await call(() => client.uploadAttachment({ ...target, file: Buffer.from(`{"k": "v"}`), fileName: "j.json" }));
  },
  "py14-retry-429-retry-after-on-upload-start": async ({ client, call, target, faults }) => {
    await faults.add({ path: start, nth: 1, action: refusal(429, { "Retry-After": "2", "RateLimit-Reset": "7" }) });
    await call(() => client.uploadAttachment({ ...target, ...helloFile }));
  },
  "py15-retry-503-three-attempts-then-fail": async ({ client, call, target, faults }) => {
    await faults.add({ path: list, action: refusal(503) });
    await call(() => client.getAttachmentList(target));
  },
  "py16-direct-put-500-then-ok": async ({ client, call, target, faults }) => {
    await faults.add({ ...put, nth: 1, action: refusal(500) });
    await call(() => client.uploadAttachment({ ...target, ...helloFile }));
  },
  "py17-direct-put-429-retry-after-is-ignored": async ({ client, call, target, faults }) => {
    await faults.add({ ...put, nth: 1, action: refusal(429, { "Retry-After": "1" }) });
    await call(() => client.uploadAttachment({ ...target, ...helloFile }));
  },
  "py18-s3-part-503-then-ok": async ({ client, call, target, faults }) => {
    await faults.add({ origin: "store", query: "*partNumber=2&*", nth: 1, action: xml(503, "<Code>SlowDown</Code>") });
    await call(() => client.uploadAttachment({ ...target, ...bigFile }));
  },
  "py19-s3-part-403-expired-fails-at-once": async ({ client, call, target, faults }) => {
    const expired = xml(403, "<Code>AccessDenied</Code><Message>Request has expired</Message>");
    await faults.add({ origin: "store", query: "*partNumber=2&*", nth: 1, action: expired });
    await call(() => client.uploadAttachment({ ...target, ...bigFile }));
  },
  "py20-complete-500-then-ok": async ({ client, call, target, faults }) => {
    await faults.add({ path: "*/attachment/upload-complete", nth: 1, action: refusal(500) });
    await call(() => client.uploadAttachment({ ...target, ...helloFile }));
  },
  "py21-download-503-not-retried": async ({ client, call, target, other, faults }) => {
    await other.uploadAttachment({ ...target, ...helloFile });
    await faults.add({ path: "*/attachment/download", nth: 1, action: refusal(503) });
    await call(() => drained(client.downloadAttachment({ ...target, fileName: "hello.txt" })));
  },
  "py22-direct-put-redirect-307": async ({ client, call, target, faults, apiUrl }) => {
    const location = `${apiUrl}/v1/private/attachment/upload?file_name=hello.txt&entity_type=trace&entity_id=${target.entityId}`;
    await faults.add({ ...put, query: "*project_name*", action: { type: "status", status: 307, headers: { Location: location } } });
    await call(() => client.uploadAttachment({ ...target, ...helloFile }));
  },
  "py23-direct-put-304-counts-as-success": async ({ client, call, target, faults }) => {
    await faults.add({ ...put, action: { type: "status", status: 304 } });
    await call(() => client.uploadAttachment({ ...target, ...helloFile }));
  },
};
