// The operations in Chromium: those of the programs in ../clients, with bytes that the page generates.
import { AttachmentClient } from "/pkg/dist/index.js";
import { backend } from "../clients/backend.mjs";
import { uploadByFetch } from "../clients/upload-by-fetch.mjs";

const fileName = "file.bin";
/** The limit of `getRandomValues`. */
const maxRandomBytes = 65_536;

function randomBytes(size) {
  const bytes = new Uint8Array(size);
  for (let at = 0; at < size; at += maxRandomBytes) crypto.getRandomValues(bytes.subarray(at, at + maxRandomBytes));
  return bytes;
}

async function digest(bytes) {
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return [...hash].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

const clients = {
  ours(options) {
    const client = new AttachmentClient({ apiUrl: options.apiUrl, projectName: options.projectName });
    return {
      upload: (file) => client.uploadAttachment({ ...options.target, file, fileName }),
      download: () => client.downloadAttachment({ ...options.target, fileName }),
    };
  },
  fetch(options) {
    const api = backend(options);
    return {
      upload: (file) => uploadByFetch(api, fileName, file),
      async download() {
        const { id } = await api.project();
        const { content } = await api.page(id, 1, 1000);
        const response = await fetch(content[0].link);
        if (!response.ok) throw new Error(`status ${response.status}`);
        return response.body;
      },
    };
  },
};

async function drain(stream) {
  const reader = stream.getReader();
  let bytes = 0;
  for (let read; !(read = await reader.read()).done; ) bytes += read.value.byteLength;
  return bytes;
}

async function timed(work) {
  const began = performance.now();
  const result = await work();
  return { ms: performance.now() - began, result };
}

globalThis.operations = {
  async upload({ client, size, ...options }) {
    const bytes = randomBytes(size);
    const sha256 = await digest(bytes);
    const { upload } = clients[client](options);
    const { ms } = await timed(() => upload(new Blob([bytes])));
    return { ms, sha256 };
  },
  async download({ client, size, ...options }) {
    const bytes = randomBytes(size);
    const expected = await digest(bytes);
    const { upload, download } = clients[client](options);
    await upload(new Blob([bytes]));
    const { ms, result } = await timed(async () => drain(await download()));
    const again = await new Response(await download()).arrayBuffer();
    return { ms, bytes: result, sha256: await digest(again), expected };
  },
};
