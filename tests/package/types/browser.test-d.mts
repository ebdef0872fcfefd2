// Types that only a page has. Compiled, never run.
import { AttachmentClient } from "opik-attachments";
import type { AttachmentTarget } from "opik-attachments";
import { init } from "opik-attachments/slim";

const client = new AttachmentClient({ apiUrl: "/api" });
const target: AttachmentTarget = { entityType: "trace", entityId: "0190babc-62a0-71d2-832a-0feffa4676eb" };
const input = document.querySelector<HTMLInputElement>("input[type=file]")!;
const canvas = document.querySelector("canvas")!;

await client.uploadAttachments({ ...target, files: [...input.files!] });
for (const file of input.files!) await client.uploadAttachment({ ...target, file });
canvas.toBlob((file) => file && client.uploadAttachment({ ...target, file, fileName: "shot.png" }));
client.uploadAttachments({ ...target, files: input.files! });

const stream = await client.downloadAttachment({ ...target, fileName: "shot.png" });
await stream.pipeTo(new WritableStream<Uint8Array>());
stream.pipeThrough(new TextDecoderStream());

await init(await WebAssembly.compileStreaming(fetch("/opik_attachments.wasm")));
