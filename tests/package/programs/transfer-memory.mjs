// Uploads a file by its path, downloads it again, and prints by how much the memory of the process grew, in MiB.
//
//     node transfer-memory.mjs API_URL PATH
import { statSync } from "node:fs";
import { wasmMemory } from "../lib/wasm-memory.mjs";
import { AttachmentClient } from "opik-attachments";
import { uuidV7 } from "../../../scripts/lib/uuid-v7.mjs";

const [apiUrl, filePath] = process.argv.slice(2);

const client = new AttachmentClient({ apiUrl, projectName: "memory" });
const target = { entityType: "trace", entityId: uuidV7() };
// Warms up: the memory of fetch and its sockets does not count.
await client.uploadAttachment({ ...target, file: new Uint8Array(9 * 2 ** 20), fileName: "warm-up", onProgress() {} });
for await (const chunk of await client.downloadAttachment({ ...target, fileName: "warm-up" })) void chunk;

async function growth(work) {
  const before = process.memoryUsage().rss;
  let peak = before;
  const timer = setInterval(() => (peak = Math.max(peak, process.memoryUsage().rss)), 20);
  await work();
  clearInterval(timer);
  return Math.round((peak - before) / 2 ** 20);
}

const upload = await growth(() => client.uploadAttachment({ ...target, filePath, fileName: "large", onProgress() {} }));
let bytes = 0;
const download = await growth(async () => {
  for await (const chunk of await client.downloadAttachment({ ...target, fileName: "large" })) bytes += chunk.byteLength;
});
const whole = bytes === statSync(filePath).size;
console.log(JSON.stringify({ node: process.version, upload, download, ...wasmMemory(), whole }));
