// The baseline: only what is necessary, written by hand with Node's fetch.
import { openAsBlob } from "node:fs";
import { basename } from "node:path";
import { backend } from "./backend.mjs";
import { runConcurrently } from "./concurrent.mjs";
import { runOperation } from "./run-operation.mjs";
import { digestOf, drain } from "./drain.mjs";
import { expectRows } from "./pages.mjs";
import { uploadByFetch } from "./upload-by-fetch.mjs";

const upload = async (api, path) => uploadByFetch(api, basename(path), await openAsBlob(path));

/** Without it, the backend compresses bytes that do not shrink, and Node takes far longer to read them. */
const uncompressed = { "Accept-Encoding": "identity" };

/** Looks up the link, as is necessary for a download by name. */
async function linkOf(api, fileName) {
  const { id } = await api.project();
  const { content } = await api.page(id, 1, 1000);
  return content.find((row) => row.file_name === fileName).link;
}

async function bytesAt(link, headers) {
  const response = await fetch(link, { headers });
  if (!response.ok) throw new Error(`status ${response.status}`);
  return response.body;
}

async function download(options, began, headers) {
  const link = await linkOf(backend(options), options.fileName);
  const drained = await drain(await bytesAt(link, headers), began);
  return { ...drained, afterwards: async () => digestOf(await bytesAt(link, uncompressed)) };
}

await runOperation({
  upload: (options) => upload(backend(options), options.paths[0]),
  uploadMany: (options) =>
    runConcurrently(options.paths.length, options.concurrency, (index) => upload(backend(options), options.paths[index])),
  download: (options, began) => download(options, began, uncompressed),
  downloadCompressed: (options, began) => download(options, began, {}),
  downloadListed: async ({ attachment }, began) => drain(await bytesAt(attachment.link, uncompressed), began),
  async list({ times, concurrency, rows, ...options }) {
    const api = backend(options);
    const { id } = await api.project();
    await runConcurrently(times, concurrency, () => expectRows((number) => api.page(id, number, 1000), rows));
  },
});
