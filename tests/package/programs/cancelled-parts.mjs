// Uploads a file to a store that cancels the body of each part in the tick of a pull, some after all of its bytes were
// read. Prints how many there were, and how many file descriptors are left open. Run by `local-files.test.mjs`.
import { existsSync, readdirSync, readlinkSync } from "node:fs";
import { AttachmentClient } from "opik-attachments";

const [path] = process.argv.slice(2);
const partSize = 5 * 2 ** 20;
let cancelled = 0;

async function fetch(url, { method, body }) {
  if (method === "PUT") {
    await cancelInPull(body);
    return new Response(null, { headers: { ETag: '"tag"' } });
  }
  if (url.endsWith("/upload-complete")) return new Response(null, { status: 204 });
  const parts = JSON.parse(body).num_of_file_parts;
  const urls = Array.from({ length: parts }, (_, part) => `http://store/${part}`);
  return Response.json({ upload_id: "upload", pre_sign_urls: urls });
}

async function cancelInPull(body) {
  const which = cancelled++;
  const reader = body.stream().getReader();
  const enough = [0, partSize / 2, partSize, partSize][which % 4];
  for (let read = 0; read < enough; ) read += (await reader.read()).value.byteLength;
  reader.read().catch(() => {});
  // In the tick itself, and a little later.
  for (let microtasks = which % 5; microtasks > 0; microtasks -= 1) await null;
  if (which % 8 === 3) await new Promise(setImmediate);
  await reader.cancel();
}

const client = new AttachmentClient({ fetch, apiUrl: "http://backend", partSize });
const target = { entityType: "trace", entityId: "0190babc-62a0-71d2-832a-0feffa4676eb" };
await client.uploadAttachment({ ...target, filePath: path });
// Streams may close their file a little later.
await new Promise((resolve) => setTimeout(resolve, 50));

const fds = "/proc/self/fd";
const pathOf = (fd) => {
  try {
    return readlinkSync(`${fds}/${fd}`);
  } catch {
    return "";
  }
};
const open = existsSync(fds) ? readdirSync(fds).filter((fd) => pathOf(fd) === path).length : 0;
console.log(JSON.stringify({ cancelled, open }));
