// Uploads a text, a PNG and a binary of 12 MiB to a trace, lists them, downloads each as a stream and compares SHA-256.
//
//   node examples/round-trip.mjs http://localhost:5173/api
//
// Needs only the package and Node. OPIK_API_KEY and OPIK_WORKSPACE configure access to your server.
import { createHash, randomBytes } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { AttachmentClient } from "opik-attachments";

/** The trace that gets the files. The attachments page shows it by default. */
export const sample = {
  projectName: "round-trip",
  entityType: /** @type {const} */ ("trace"),
  entityId: "0190babc-62a0-71d2-832a-0feffa4676eb",
};

const png = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAgAAAAICAIAAABLbSncAAAAEUlEQVR42mOQz3+NFTEMLQkAoOReQRXd2UEAAAAASUVORK5CYII=",
  "base64",
);

async function sha256OfStream(stream) {
  const hash = createHash("sha256");
  for await (const chunk of stream) hash.update(chunk);
  return hash.digest("hex");
}

/** Runs the round trip. Resolves to a row for each file: name, type, size, times, and whether the bytes are the same. */
export async function roundTrip(options) {
  const client = AttachmentClient.fromEnv(options);

  // Three kinds of source: bytes, a Blob, and a file that is streamed from disk.
  const folder = await mkdtemp(join(tmpdir(), "opik-attachments-"));
  const binary = randomBytes(12 * 1024 * 1024);
  const binaryPath = join(folder, "weights.bin");
  await writeFile(binaryPath, binary);
  const files = [
    { bytes: Buffer.from("Grüße from Node\n"), source: (bytes) => ({ file: bytes, fileName: "notes.txt" }) },
    { bytes: png, source: (bytes) => ({ file: new Blob([bytes], { type: "image/png" }), fileName: "square.png" }) },
    { bytes: binary, source: () => ({ filePath: binaryPath }) },
  ];

  try {
    const rows = [];
    for (const { bytes, source } of files) {
      const start = performance.now();
      const { fileName } = await client.uploadAttachment({ ...sample, ...source(bytes) });
      rows.push({ fileName, sent: createHash("sha256").update(bytes).digest("hex"), uploadMs: performance.now() - start });
    }
    const listed = await client.getAttachmentList(sample);
    for (const row of rows) {
      const attachment = listed.find(({ fileName }) => fileName === row.fileName);
      if (!attachment) throw new Error(`${row.fileName} is not in the list`);
      const start = performance.now();
      const received = await sha256OfStream(await client.downloadAttachment({ ...sample, ...attachment }));
      Object.assign(row, attachment, { downloadMs: performance.now() - start, same: received === row.sent });
    }
    return rows;
  } finally {
    await rm(folder, { recursive: true });
  }
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const rows = await roundTrip({ apiUrl: process.argv[2] });
  console.table(rows.map(({ fileName, mimeType, fileSize, same }) => ({ fileName, mimeType, fileSize, same })));
  process.exitCode = rows.every(({ same }) => same) ? 0 : 1;
}
