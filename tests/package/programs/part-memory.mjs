// Uploads a file in as many parts as a store allows, to a store that reads no bytes. Prints the number of parts and the
// size of the module's memory afterwards, in MiB.
//
//     node part-memory.mjs PATH
import { wasmMemory } from "../lib/wasm-memory.mjs";
import { AttachmentClient } from "opik-attachments";

const [filePath] = process.argv.slice(2);

let parts = 0;
let completed;
const signature = "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=key%2F20260101%2Fus-east-1%2Fs3%2Faws4_request".padEnd(400, "x");
async function fetch(url, { body }) {
  if (url.endsWith("/upload-start")) {
    const { num_of_file_parts: count } = JSON.parse(body);
    const urls = Array.from({ length: count }, (_, index) => `http://store/key?partNumber=${index + 1}&${signature}`);
    return Response.json({ upload_id: "upload", pre_sign_urls: urls });
  }
  if (url.endsWith("/upload-complete")) {
    completed = JSON.parse(body).uploaded_file_parts;
    return new Response(null, { status: 204 });
  }
  parts += 1;
  return new Response(null, { status: 200, headers: { ETag: '"9a0364b9e99bb480dd25e1f0284c8555"' } });
}

const client = new AttachmentClient({ fetch, apiUrl: "http://backend" });
await client.uploadAttachment({ entityType: "trace", entityId: "0190babc-62a0-71d2-832a-0feffa4676eb", filePath });
const inOrder = completed.every(({ part_number: number }, index) => number === index + 1);
console.log(JSON.stringify({ parts, completed: completed.length, inOrder, wasm: wasmMemory().wasm }));
