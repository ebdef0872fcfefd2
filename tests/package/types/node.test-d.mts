// Types that only Node has, in a project without the types of browsers. Compiled, never run.
import { createWriteStream, openAsBlob } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { Readable } from "node:stream";
import { pathToFileURL } from "node:url";
import { AttachmentClient } from "opik-attachments";
import type { AttachmentTarget } from "opik-attachments";
import { init } from "opik-attachments/slim";

const client = AttachmentClient.fromEnv();
const target: AttachmentTarget = { entityType: "trace", entityId: "0190babc-62a0-71d2-832a-0feffa4676eb" };

await client.uploadAttachment({ ...target, filePath: pathToFileURL("report.pdf") });
await client.uploadAttachment({ ...target, file: await readFile("report.pdf"), fileName: "report.pdf" });
await client.uploadAttachment({ ...target, file: await openAsBlob("report.pdf"), fileName: "report.pdf" });
await client.uploadAttachment({ ...target, file: Buffer.from("text"), fileName: "text.txt" });
// @ts-expect-error a Node stream has to go through Readable.toWeb
client.uploadAttachment({ ...target, file: Readable.from(["text"]), fileName: "text.txt" });

const stream = await client.downloadAttachment({ ...target, fileName: "report.pdf" });
for await (const chunk of stream) Buffer.from(chunk.buffer).toString("base64");
await writeFile("copy.pdf", stream);
Readable.fromWeb(stream).pipe(createWriteStream("copy.pdf"));

await init(await readFile("opik_attachments.wasm"));
