// The client and its methods: parameters, results, and calls that must not compile. Compiled, never run.
import { AttachmentClient, VERSION } from "opik-attachments";
import type {
  Attachment,
  AttachmentTarget,
  ClientOptions,
  DeleteTarget,
  DownloadTarget,
  Target,
  UploadedAttachment,
  UploadsTarget,
  UploadTarget,
} from "opik-attachments";
import { same } from "./same.mjs";

same<typeof VERSION, string>(true);
same<ConstructorParameters<typeof AttachmentClient>, [options?: ClientOptions | undefined]>(true);
same<Parameters<typeof AttachmentClient.fromEnv>, [options?: ClientOptions | undefined]>(true);
same<
  keyof AttachmentClient,
  | "getAttachmentList"
  | "downloadAttachment"
  | "uploadAttachment"
  | "uploadAttachments"
  | "deleteAttachments"
  | "free"
>(true);

const client = new AttachmentClient();
same<typeof client, AttachmentClient>(true);
same<ReturnType<typeof AttachmentClient.fromEnv>, AttachmentClient>(true);

type Method<Takes, Gives> = (target: Takes) => Promise<Gives>;
same<typeof client.getAttachmentList, Method<AttachmentTarget, Attachment[]>>(true);
same<typeof client.downloadAttachment, Method<DownloadTarget, ReadableStream<ReturnType<Uint8Array["slice"]>>>>(true);
same<typeof client.uploadAttachment, Method<UploadTarget, UploadedAttachment>>(true);
same<typeof client.uploadAttachments, Method<UploadsTarget, PromiseSettledResult<UploadedAttachment>[]>>(true);
same<typeof client.deleteAttachments, Method<DeleteTarget, void>>(true);
same<typeof client.free, () => void>(true);
same<DownloadTarget["range"], { start?: number | undefined; end?: number | undefined } | undefined>(true);

// The former name still compiles.
same<Target, AttachmentTarget>(true);

const target: AttachmentTarget = { entityType: "trace", entityId: "0190babc-62a0-71d2-832a-0feffa4676eb" };
const signal: AbortSignal | undefined = undefined;
client.getAttachmentList(target);
client.getAttachmentList({ ...target, entityType: "span", projectName: "demo", signal: new AbortController().signal });
client.getAttachmentList({ ...target, projectName: undefined, signal });
// @ts-expect-error an entity is required
client.getAttachmentList();
// @ts-expect-error its UUID is required
client.getAttachmentList({ entityType: "trace" });
// @ts-expect-error its type is required
client.getAttachmentList({ entityId: target.entityId });
// @ts-expect-error only traces and spans carry attachments
client.getAttachmentList({ ...target, entityType: "thread" });
// @ts-expect-error one UUID
client.getAttachmentList({ ...target, entityId: [target.entityId] });
// @ts-expect-error a name
client.getAttachmentList({ ...target, projectName: 5 });
// @ts-expect-error the signal, not its controller
client.getAttachmentList({ ...target, signal: new AbortController() });
// @ts-expect-error a field of other methods
client.getAttachmentList({ ...target, fileName: "a.txt" });

const range = { start: 5, end: 10 };
client.downloadAttachment({ ...target, fileName: "a.txt", range, onProgress: ({ loaded }) => loaded });
client.downloadAttachment({ ...target, fileName: "a.txt", range: {}, onProgress: undefined });
client.downloadAttachment({ ...target, fileName: "a.txt", link: "https://h", fileSize: 5, mimeType: "text/plain" });
for (const attachment of await client.getAttachmentList(target)) {
  const stream = await client.downloadAttachment({ ...target, ...attachment });
  await new Response(stream).arrayBuffer();
  const { done, value } = await stream.getReader().read();
  if (!done) new Blob([value]);
}
// @ts-expect-error a name is required
client.downloadAttachment(target);
// @ts-expect-error one file
client.downloadAttachment({ ...target, fileName: ["a.txt"] });
// @ts-expect-error an object says which end is which
client.downloadAttachment({ ...target, fileName: "a.txt", range: [5, 10] });
// @ts-expect-error bytes are numbers
client.downloadAttachment({ ...target, fileName: "a.txt", range: { start: "5" } });
// @ts-expect-error bytes are numbers
client.downloadAttachment({ ...target, fileName: "a.txt", range: { end: 5n } });
// @ts-expect-error text
client.downloadAttachment({ ...target, fileName: "a.txt", link: new URL("https://h") });
// @ts-expect-error bytes are numbers
client.downloadAttachment({ ...target, fileName: "a.txt", fileSize: "5" });
// @ts-expect-error text
client.downloadAttachment({ ...target, fileName: "a.txt", mimeType: 5 });
// @ts-expect-error a function
client.downloadAttachment({ ...target, fileName: "a.txt", onProgress: true });
// @ts-expect-error a field of other methods
client.downloadAttachment({ ...target, fileName: "a.txt", ifExists: "skip" });

const fileNames = ["a.txt", "b.txt"] as const;
client.deleteAttachments({ ...target, fileNames });
// @ts-expect-error names are required
client.deleteAttachments(target);
// @ts-expect-error names come in an array
client.deleteAttachments({ ...target, fileNames: "a.txt" });
// @ts-expect-error names, not rows of the list
client.deleteAttachments({ ...target, fileNames: await client.getAttachmentList(target) });
