// The floor: what is needed and nothing else, written by hand with Node's fetch.
import { openAsBlob } from "node:fs";
import { basename } from "node:path";
import { backend } from "./backend.mjs";
import { inLanes } from "./concurrent.mjs";
import { measured } from "./run-operation.mjs";
import { digestOf, drain } from "./drain.mjs";
import { expectRows } from "./pages.mjs";
import { uploadByFetch } from "./upload-by-fetch.mjs";

const upload = async (api, path) => uploadByFetch(api, basename(path), await openAsBlob(path));

/** Without it the backend compresses what cannot get smaller, and Node takes far longer for what comes. */
const uncompressed = { "Accept-Encoding": "identity" };

/** Looks the link up, as everybody has to who has only a name. */
async function linkOf(api, fileName) {
  const { id } = await api.project();
  const { content } = await api.page(id, 1, 1000);
  return content.find((row) => row.file_name === fileName).link;
}

async function bytesAt(link, headers) {
  const answer = await fetch(link, { headers });
  if (!answer.ok) throw new Error(`status ${answer.status}`);
  return answer.body;
}

async function download(order, began, headers) {
  const link = await linkOf(backend(order), order.fileName);
  const drained = await drain(await bytesAt(link, headers), began);
  return { ...drained, afterwards: async () => digestOf(await bytesAt(link, uncompressed)) };
}

await measured({
  upload: (order) => upload(backend(order), order.paths[0]),
  uploadMany: (order) =>
    inLanes(order.paths.length, order.lanes, (index) => upload(backend(order), order.paths[index])),
  download: (order, began) => download(order, began, uncompressed),
  downloadCompressed: (order, began) => download(order, began, {}),
  downloadListed: async ({ attachment }, began) => drain(await bytesAt(attachment.link, uncompressed), began),
  async list({ times, lanes, rows, ...order }) {
    const api = backend(order);
    const { id } = await api.project();
    await inLanes(times, lanes, () => expectRows((number) => api.page(id, number, 1000), rows));
  },
});
