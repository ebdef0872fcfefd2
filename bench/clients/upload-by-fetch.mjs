// An upload written by hand for speed: parts of 8 MiB, six at a time. Runs in Node and in pages.
import { runConcurrently } from "./concurrent.mjs";

const partSize = 8 * 2 ** 20;
const concurrency = 6;
/** With these, Node streams the body and keeps no copy of it. */
const streamed = { method: "PUT", window: null, redirect: "error" };

async function put(url, body) {
  const response = await fetch(url, { ...streamed, body });
  if (!response.ok) throw new Error(`a part: status ${response.status}`);
  return response.headers.get("ETag");
}

export async function uploadByFetch({ start, complete }, fileName, blob) {
  const count = Math.max(1, Math.ceil(blob.size / partSize));
  const { upload_id, pre_sign_urls } = await start(fileName, count);
  if (upload_id === "BEMinIO") {
    await put(pre_sign_urls[0], blob);
    return;
  }
  const parts = [];
  await runConcurrently(count, concurrency, async (index) => {
    const e_tag = await put(pre_sign_urls[index], blob.slice(index * partSize, (index + 1) * partSize));
    parts[index] = { e_tag, part_number: index + 1 };
  });
  await complete(fileName, { file_size: blob.size, upload_id, uploaded_file_parts: parts });
}
