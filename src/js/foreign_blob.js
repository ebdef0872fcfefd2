// Blobs of other implementations than the runtime's own, such as those of jsdom and happy-dom in Node. The browsers'
// build has browser/foreign_blob.js instead.

import { isNativeBlob, tagOf } from "./class_checks.js";
import { isImitation, isNode, NativeBlob } from "./runtime.js";

/** Whether it is a Blob of another implementation whose bytes can be read in Node, such as one of jsdom or happy-dom. */
export function isForeign(value) {
  if (!isNode() || typeof value?.size !== "number" || isNativeBlob(value)) return false;
  return typeof value.arrayBuffer === "function" || (isImitation() && value instanceof Blob);
}

/** The bytes of a foreign Blob. Those of jsdom before version 27 have no `arrayBuffer`. */
function bytesOf(blob) {
  if (typeof blob.arrayBuffer === "function") return blob.arrayBuffer();
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result);
    reader.onerror = () => reject(reader.error);
    reader.readAsArrayBuffer(blob);
  });
}

/** A Blob of Node's own with the bytes of a foreign one. */
export async function copied(blob) {
  const bytes = await bytesOf(blob);
  if (tagOf(bytes) !== "[object ArrayBuffer]") throw new TypeError("its arrayBuffer() gives no ArrayBuffer");
  return new NativeBlob([bytes], { type: blob.type });
}
