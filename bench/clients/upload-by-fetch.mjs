// An upload as one would write it by hand for speed: parts of 8 MiB, six under way. In Node and in pages.
import { inLanes } from "./concurrent.mjs";

const partSize = 8 * 2 ** 20;
const lanes = 6;
/** With these Node streams a body, and keeps no copy of it. */
const streamed = { method: "PUT", window: null, redirect: "error" };

async function put(url, body) {
  const answer = await fetch(url, { ...streamed, body });
  if (!answer.ok) throw new Error(`a part: status ${answer.status}`);
  return answer.headers.get("ETag");
}

export async function uploadByFetch({ start, complete }, fileName, blob) {
  const count = Math.max(1, Math.ceil(blob.size / partSize));
  const { upload_id, pre_sign_urls } = await start(fileName, count);
  if (upload_id === "BEMinIO") {
    await put(pre_sign_urls[0], blob);
    return;
  }
  const parts = [];
  await inLanes(count, lanes, async (index) => {
    const e_tag = await put(pre_sign_urls[index], blob.slice(index * partSize, (index + 1) * partSize));
    parts[index] = { e_tag, part_number: index + 1 };
  });
  await complete(fileName, { file_size: blob.size, upload_id, uploaded_file_parts: parts });
}
