// The sources of uploads, of one file or many, and values that are none. Compiled, never run.
import { AttachmentClient } from "opik-attachments";
import type {
  AttachmentTarget,
  FileToUpload,
  TransferOptions,
  TransferProgress,
  UploadOptions,
  UploadSource,
  UploadTarget,
} from "opik-attachments";
import { same } from "./same.mjs";

same<UploadSource, Blob | ArrayBuffer | ArrayBufferView | ReadableStream<Uint8Array> | Response>(true);
same<TransferOptions, { onProgress?: ((event: TransferProgress) => void) | undefined }>(true);
same<UploadOptions["ifExists"], "replace" | "error" | "skip" | undefined>(true);
same<keyof UploadOptions, "onProgress" | "ifExists" | "allowReservedName">(true);
same<UploadOptions["allowReservedName"], boolean | undefined>(true);
same<UploadTarget, AttachmentTarget & UploadOptions & FileToUpload>(true);

const client = new AttachmentClient();
const target: AttachmentTarget = { entityType: "trace", entityId: "0190babc-62a0-71d2-832a-0feffa4676eb" };
const file = new File([], "a.txt");

for (const source of [
  file,
  new Blob([]),
  new ArrayBuffer(1),
  new Uint8Array(1),
  new Float64Array(1),
  new DataView(new ArrayBuffer(1)),
  new Blob([]).stream(),
  new Response(""),
]) {
  const upload: FileToUpload = { file: source, fileName: "a.txt" };
  client.uploadAttachment({ ...target, ...upload });
  client.uploadAttachments({ ...target, files: [upload] });
}
const downloaded = await client.downloadAttachment({ ...target, fileName: "a.txt" });
client.uploadAttachment({ ...target, file: downloaded, fileName: "b.txt" });
client.uploadAttachment({ ...target, file, fileName: "b.txt", mimeType: "text/plain", ifExists: "replace" });
client.uploadAttachments({ ...target, files: [file], allowReservedName: true });
client.uploadAttachment({ ...target, file, fileName: undefined, mimeType: undefined, ifExists: undefined });
client.uploadAttachment({ ...target, filePath: "a.txt", ifExists: "error" });
client.uploadAttachment({ ...target, filePath: new URL("file:///a.txt"), ifExists: "skip" });
client.uploadAttachment({ ...target, filePath: "a.txt", file: undefined });
client.uploadAttachment({ ...target, file, filePath: undefined, onProgress: ({ loaded, total }) => loaded === total });

// @ts-expect-error bytes or a path, not both
client.uploadAttachment({ ...target, file, filePath: "a.txt" });
// @ts-expect-error bytes or a path is required
client.uploadAttachment({ ...target, fileName: "a.txt" });
// @ts-expect-error bytes and path must not both be undefined
client.uploadAttachment({ ...target, file: undefined, filePath: undefined });
// @ts-expect-error text is not bytes: it could be meant as a path
client.uploadAttachment({ ...target, file: "text", fileName: "a.txt" });
// @ts-expect-error numbers are not bytes
client.uploadAttachment({ ...target, file: [1, 2, 3], fileName: "a.txt" });
// @ts-expect-error a stream of text is not a stream of bytes
client.uploadAttachment({ ...target, file: new ReadableStream<string>(), fileName: "a.txt" });
// @ts-expect-error a response, not the promise of one
client.uploadAttachment({ ...target, file: fetch("/a.txt"), fileName: "a.txt" });
// @ts-expect-error a path, not bytes
client.uploadAttachment({ ...target, filePath: file });
// @ts-expect-error text
client.uploadAttachment({ ...target, file, fileName: 5 });
// @ts-expect-error text
client.uploadAttachment({ ...target, file, mimeType: 5 });
// @ts-expect-error one of three values
client.uploadAttachment({ ...target, file, ifExists: "overwrite" });
// @ts-expect-error a function
client.uploadAttachment({ ...target, file, onProgress: true });
// @ts-expect-error one file, not many
client.uploadAttachment({ ...target, files: [file] });
// @ts-expect-error an entity is required
client.uploadAttachment({ file });

const files: readonly File[] = [file];
client.uploadAttachments({ ...target, files });
client.uploadAttachments({ ...target, files: [], ifExists: "skip", onProgress: ({ fileName }) => fileName.length });
client.uploadAttachments({
  ...target,
  files: [file, { file: new Uint8Array(1), fileName: "b" }, { filePath: "c", mimeType: "text/plain" }],
});
// @ts-expect-error a path alone could be meant as bytes
client.uploadAttachments({ ...target, files: ["a.txt"] });
// @ts-expect-error bare bytes have no name
client.uploadAttachments({ ...target, files: [new Uint8Array(1)] });
// @ts-expect-error each is bytes or a path, not both
client.uploadAttachments({ ...target, files: [{ file, filePath: "a.txt" }] });
// @ts-expect-error bytes or a path is required
client.uploadAttachments({ ...target, files: [{ fileName: "a.txt" }] });
// @ts-expect-error many files, not one
client.uploadAttachments({ ...target, files: file });
// @ts-expect-error a name belongs to one file
client.uploadAttachments({ ...target, files, fileName: "a.txt" });
// @ts-expect-error one value for all files
client.uploadAttachments({ ...target, files: [{ file, ifExists: "skip" }] });

// Any iterable list, but no string.
client.uploadAttachments({ ...target, files: new Set([file]) });
client.deleteAttachments({ ...target, fileNames: new Set(["a.txt"]) });
