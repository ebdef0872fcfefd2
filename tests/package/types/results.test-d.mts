// The results of methods, and the arguments of callbacks. Compiled, never run.
import { AttachmentClient } from "opik-attachments";
import type {
  Attachment,
  AttachmentError,
  Operation,
  ProgressEvent,
  RetryEvent,
  TransferProgress,
  UploadedAttachment,
} from "opik-attachments";
import { same } from "./same.mjs";

same<Attachment, { fileName: string; fileSize: number; mimeType: string; link: string; previewable: boolean }>(true);
same<TransferProgress, { loaded: number; total: number | undefined; fileName: string }>(true);
// The former name still compiles.
same<ProgressEvent, TransferProgress>(true);
same<RetryEvent, { operation: Operation; attempt: number; delay: number; error: AttachmentError }>(true);
same<keyof UploadedAttachment, "fileName" | "fileSize" | "mimeType" | "status">(true);
same<UploadedAttachment["fileName"], string>(true);
same<UploadedAttachment["fileSize"], number>(true);
same<UploadedAttachment["mimeType"], string>(true);
same<UploadedAttachment["status"], "uploaded" | "skipped">(true);

const client = new AttachmentClient();
for (const { link, previewable } of await client.getAttachmentList({ entityType: "span", entityId: "" })) {
  console.log(new URL(link).host, previewable ? "shown" : "a download");
}

const settled = await client.uploadAttachments({ entityType: "span", entityId: "", files: [] });
for (const result of settled) {
  if (result.status === "fulfilled") same<typeof result.value, UploadedAttachment>(true);
  // @ts-expect-error a rejected upload has no value
  else result.value;
}
// @ts-expect-error there may be fewer
settled[0].status;
// @ts-expect-error it resolves to nothing
(await client.deleteAttachments({ entityType: "span", entityId: "", fileNames: [] })).length;
