// What must compile with the installed package's types, and what must not. Never run.
import { AttachmentClient, AttachmentError, VERSION } from "opik-attachments";
import type { Attachment, AttachmentErrorCode, ClientOptions, UploadedAttachment } from "opik-attachments";

const version: string = VERSION;
const options: ClientOptions = {
  apiUrl: "http://localhost:5173/api",
  apiKey: "key",
  workspaceName: "default",
  projectName: "demo",
  partSize: 8 * 1024 * 1024,
  maxAttempts: 3,
  concurrency: 2,
  stallTimeout: 5000,
  fetch: (url, init) => fetch(url, init),
  onRetry: ({ operation, attempt, delay, error }) => console.log(operation, attempt + delay, error.code),
};
new AttachmentClient();
const client: AttachmentClient = new AttachmentClient(options);
const fromEnv: AttachmentClient = AttachmentClient.fromEnv({ projectName: "demo" });

const target = { entityType: "trace", entityId: "0190babc-62a0-71d2-832a-0feffa4676eb" } as const;
const { signal } = new AbortController();

const list: Attachment[] = await client.getAttachmentList({ ...target, signal });
for (const attachment of list) {
  const stream: ReadableStream<Uint8Array> = await client.downloadAttachment({ ...target, ...attachment });
  const size: number = attachment.fileSize;
  console.log(stream, size, attachment.previewable satisfies boolean);
}

for (const file of [
  new Blob([]),
  new File([], "a"),
  new ArrayBuffer(1),
  new Uint8Array(1),
  new DataView(new ArrayBuffer(1)),
  new Blob([]).stream(),
  new Response(""),
]) {
  const uploaded: UploadedAttachment = await client.uploadAttachment({ ...target, file, fileName: "a", ifExists: "skip" });
  const status: "uploaded" | "skipped" = uploaded.status;
  console.log(status);
}
await client.uploadAttachment({ ...target, filePath: "a.txt" });
await client.uploadAttachment({ ...target, filePath: new URL("file:///a.txt"), mimeType: "text/plain" });
await client.downloadAttachment({ ...target, fileName: "a", range: { start: 5 }, onProgress: ({ total }) => total?.toFixed() });
const settled: PromiseSettledResult<UploadedAttachment>[] = await client.uploadAttachments({
  ...target,
  files: [new File([], "a"), { file: new Uint8Array(1), fileName: "b" }, { filePath: "c", mimeType: "text/plain" }],
  onProgress: ({ loaded, fileName }) => console.log(loaded + 1, fileName.length),
});
console.log(settled[0]?.status);
const nothing: void = await client.deleteAttachments({ ...target, fileNames: ["a"] });
client.free();

try {
  throw new Error();
} catch (error) {
  if (error instanceof AttachmentError) {
    const code: AttachmentErrorCode = error.code;
    const status: number | undefined = error.status;
    const hint: string | undefined = error.hint;
    console.log(code, status, hint, error.body, error.attempts, error.retryable, error.operation, error.cause);
  }
}

// @ts-expect-error a misspelt code is no code
const wrongCode: AttachmentErrorCode = "NOT_FOUND";
// @ts-expect-error the entity is required
client.getAttachmentList({});
// @ts-expect-error only traces and spans carry attachments
client.getAttachmentList({ ...target, entityType: "thread" });
// @ts-expect-error bytes or a path, not both
client.uploadAttachment({ ...target, file: new Blob([]), filePath: "a" });
// @ts-expect-error and not none of them
client.uploadAttachment({ ...target, fileName: "a" });
// @ts-expect-error text is not bytes: it could be meant as a path
client.uploadAttachment({ ...target, file: "text" });
// @ts-expect-error a path alone could be meant as bytes
client.uploadAttachments({ ...target, files: ["a.txt"] });
// @ts-expect-error each file is bytes or a path, not both
client.uploadAttachments({ ...target, files: [{ file: new Blob([]), filePath: "a" }] });
// @ts-expect-error names come in an array
client.deleteAttachments({ ...target, fileNames: "a" });
// @ts-expect-error wrong types of options
new AttachmentClient({ apiUrl: 5 });
// @ts-expect-error errors are made by the package
new AttachmentError("mine");

console.log(version, fromEnv, nothing, wrongCode);
