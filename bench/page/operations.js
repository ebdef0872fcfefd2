// What Chromium does for the benchmark: the same jobs as the programs in ../clients, with bytes made in the page.
import { AttachmentClient } from "/pkg/dist/index.js";
import { backend } from "../clients/backend.mjs";
import { uploadByFetch } from "../clients/upload-by-fetch.mjs";

const fileName = "file.bin";
const mostAtOnce = 65_536;

function randomBytes(size) {
  const bytes = new Uint8Array(size);
  for (let at = 0; at < size; at += mostAtOnce) crypto.getRandomValues(bytes.subarray(at, at + mostAtOnce));
  return bytes;
}

async function digest(bytes) {
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return [...hash].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

const clients = {
  ours(order) {
    const client = new AttachmentClient({ apiUrl: order.apiUrl, projectName: order.projectName });
    return {
      upload: (file) => client.uploadAttachment({ ...order.target, file, fileName }),
      download: () => client.downloadAttachment({ ...order.target, fileName }),
    };
  },
  fetch(order) {
    const api = backend(order);
    return {
      upload: (file) => uploadByFetch(api, fileName, file),
      async download() {
        const { id } = await api.project();
        const { content } = await api.page(id, 1, 1000);
        const answer = await fetch(content[0].link);
        if (!answer.ok) throw new Error(`status ${answer.status}`);
        return answer.body;
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

globalThis.jobs = {
  async upload({ client, size, ...order }) {
    const bytes = randomBytes(size);
    const sha256 = await digest(bytes);
    const { upload } = clients[client](order);
    const { ms } = await timed(() => upload(new Blob([bytes])));
    return { ms, sha256 };
  },
  async download({ client, size, ...order }) {
    const bytes = randomBytes(size);
    const expected = await digest(bytes);
    const { upload, download } = clients[client](order);
    await upload(new Blob([bytes]));
    const { ms, result } = await timed(async () => drain(await download()));
    const again = await new Response(await download()).arrayBuffer();
    return { ms, bytes: result, sha256: await digest(again), expected };
  },
};
