// Uploads and downloads files in a page, a worker or a frame of another origin than the API's, and reports the results.
import { AttachmentClient } from "/package.mjs";

const types = ["text/plain", "application/json", "application/octet-stream"];
/** Sizes around those from which Opik compresses, and from which it sends no length. */
const sizes = [0, 255, 256, 1000, 8192, 8193, 50_000];

/** Makers of bytes that compress well, and of bytes that do not. */
const makers = {
  words: (size) => new TextEncoder().encode("some words, and again ".repeat(size / 22 + 1)).slice(0, size),
  noise: (size) => Uint8Array.from({ length: size }, (_, index) => (index * index * 2654435761) >>> 13),
};

const files = [];
for (const mimeType of types) {
  for (const [kind, make] of Object.entries(makers)) {
    for (const size of sizes) {
      const fileName = `${kind} ${size} ${files.length}`;
      files.push({ fileName, mimeType, bytes: make(size) });
    }
  }
}

const rangesOf = ({ length }) => [
  undefined,
  { start: 10, end: 200 },
  { start: Math.floor(length / 2) },
  { start: Math.max(0, length - 5), end: length + 100 },
];

const same = (one, other) => one.length === other.length && one.every((byte, index) => byte === other[index]);

/**
 * Uploads files and downloads them again, by name and by list entry, whole and in ranges. Resolves to what was wrong, by
 * request.
 */
async function roundTrip({ apiUrl, target }) {
  const client = new AttachmentClient({ apiUrl, maxAttempts: 1 });
  const wrong = {};
  const uploads = files.map(({ fileName, mimeType, bytes }) => ({ fileName, mimeType, file: bytes }));
  for (const { reason } of await client.uploadAttachments({ ...target, files: uploads })) if (reason) throw reason;
  const rows = new Map((await client.getAttachmentList(target)).map((row) => [row.fileName, row]));
  for (const { fileName, bytes } of files) {
    for (const range of rangesOf(bytes)) {
      const expected = range ? bytes.slice(range.start, range.end) : bytes;
      for (const row of range ? [rows.get(fileName)] : [{ fileName }, rows.get(fileName)]) {
        const got = await read(client, { ...target, ...row, range }).catch(String);
        const what = typeof got === "string" ? got : same(got, expected) ? undefined : `${got.length} bytes`;
        if (what) wrong[`${fileName} ${JSON.stringify({ range, listed: "link" in row })}`] = what;
      }
    }
  }
  return wrong;
}

/** Downloads a file that the server truncates, and resolves to how the downloads end. */
async function truncated({ apiUrl, target }) {
  const client = new AttachmentClient({ apiUrl, maxAttempts: 2 });
  const [row] = (await client.getAttachmentList(target)).filter(({ fileSize }) => fileSize === 255);
  const end = (what) =>
    read(client, { ...target, ...what }).then(
      (bytes) => `${bytes.length} bytes`,
      ({ code }) => code,
    );
  return [await end(row), await end({ fileName: row.fileName }), await end({ ...row, range: { start: 30 } })];
}

/** Reads chunk by chunk, since a Response of a stream that fails throws another error. */
async function read(client, wanted) {
  const reader = (await client.downloadAttachment(wanted)).getReader();
  const pieces = [];
  for (let piece; (piece = await reader.read()), !piece.done; ) pieces.push(piece.value);
  return new Uint8Array(await new Blob(pieces).arrayBuffer());
}

const operations = { roundTrip, truncated };

/** Runs an operation in a worker. */
function inWorker(operation) {
  const worker = new Worker(import.meta.url, { type: "module" });
  return new Promise((resolve, reject) => {
    worker.onmessage = ({ data }) => resolve(data);
    worker.onerror = ({ message }) => reject(new Error(message));
    worker.postMessage(operation);
  }).finally(() => worker.terminate());
}

/** Runs an operation in a frame whose origin is opaque. */
function inSandbox(operation) {
  const frame = document.createElement("iframe");
  frame.sandbox = "allow-scripts";
  frame.src = "/";
  return new Promise((resolve) => {
    addEventListener("message", ({ source, data }) => {
      if (source !== frame.contentWindow) return;
      if (data === "ready") source.postMessage(operation, "*");
      else resolve(data);
    });
    document.body.append(frame);
  }).finally(() => frame.remove());
}

/** Runs an operation and resolves to its outcome: `value`, or the `error`. */
const outcomeOf = (operation) =>
  operations[operation.name](operation).then(
    (value) => ({ value }),
    (error) => ({ error: `${error} ${error.hint ?? ""}` }),
  );

// Receives an operation in a worker or a frame. The answers of a frame are none.
addEventListener("message", async ({ data, source }) => {
  if (!data.name) return;
  const outcome = await outcomeOf(data);
  if (source) source.postMessage(outcome, "*");
  else postMessage(outcome);
});

if (globalThis.parent && parent !== globalThis) parent.postMessage("ready", "*");

globalThis.contexts = { page: outcomeOf, worker: inWorker, sandbox: inSandbox };
