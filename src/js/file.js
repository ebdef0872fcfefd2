// From whatever holds bytes to a Blob, whose slices fetch sends without any copy of ours.

import { isNativeBlob, own, tagOf } from "./class_checks.js";
import { isNode, NativeBlob } from "./runtime.js";
import { FileError } from "./file_error.js";
import { copied, isForeign } from "./foreign_blob.js";
import { LocalFile, sizeOfFile } from "./local_file.js";

/** Node's Blobs count in 32 bits: a larger file comes out short, and slicing a larger Blob ends the program. */
const mostInBlob = 2 ** 32 - 1;

/** A plain Blob over the bytes of one, without copying. Throws for what only says it is a Blob. */
function genuine(blob) {
  const size = own(NativeBlob, "size", blob);
  if (isNode() && size > mostInBlob) throw new TypeError("it is a Blob of more than 4 GiB, which Node cannot read; use filePath");
  return NativeBlob.prototype.slice.call(blob, 0, size, own(NativeBlob, "type", blob));
}

/** Whether it is, or says that it is, a Blob or a File that cannot be read here. */
export const isUnreadable = (value) => isFile(value) && !isForeign(value) && !isNativeBlob(value);

/** What `Bun.file` gives: a Blob that has a path as its name, and sends what is there by then. */
const isBunFile = (blob) => globalThis.Bun && !(blob instanceof File) && typeof blob.name === "string";

/** The local files that Blobs and their slices are of. */
const origins = new WeakMap();

function ofFile(blob, file) {
  if (file) origins.set(blob, file);
  return blob;
}

/**
 * `open` gives the Blob, or a promise of it, and `size` is how large that will be if it is known; undefined for what
 * cannot be a file. Bytes are taken as they are now. Nothing else starts before `open` is called: an upload may end
 * before that. Throws what the engine throws.
 */
export function handleOf(source) {
  const tag = tagOf(source);
  const ready = (blob) => ({ open: () => blob, size: blob.size });
  const read = async (response) => handleOf(await response.blob()).open();
  if (isForeign(source)) return { open: () => copied(source), size: source.size };
  if (tag === "[object Blob]" || tag === "[object File]") {
    const blob = genuine(source);
    return isBunFile(source) ? { ...ready(blob), open: async () => ofFile(blob, await new LocalFile(source.name).watch()) } : ready(blob);
  }
  if (ArrayBuffer.isView(source) || tag === "[object ArrayBuffer]") {
    if ((source.buffer ?? source).detached) throw new TypeError("its ArrayBuffer is detached");
    return ready(new NativeBlob([source]));
  }
  if (tag === "[object ReadableStream]") {
    if (own(ReadableStream, "locked", source)) throw new TypeError("it is locked to a reader");
    return { open: () => read(new Response(source)) };
  }
  if (tag === "[object Response]") return { open: () => read(source) };
  return undefined;
}

/** A slice has no type, and so fetch adds no Content-Type that a presigned URL was not made for. */
export function sliceOf(blob, start, end) {
  return ofFile(blob.slice(start, end), origins.get(blob));
}

/**
 * What has become of the file behind a Blob, if it is no longer what it was or cannot be read. `unanswered` if a request
 * with it got no answer: what the engine throws does not say whether the network or the file is to blame.
 */
export async function fileErrorOf(blob, unanswered) {
  const failure = await origins.get(blob)?.failure();
  if (failure || !unanswered) return failure;
  try {
    await blob.slice(0, 1).arrayBuffer();
  } catch (thrown) {
    // Browsers tell no more of a file that was there when it was chosen. Imitations of Blobs throw something else.
    const changed = /^Not(Found|Readable)Error$/.test(thrown?.name) || thrown?.code === "ENOENT";
    if (changed || thrown?.syscall) return new FileError(String(thrown.message), changed, thrown);
  }
}

export function isFile(source) {
  return isForeign(source) || ["[object Blob]", "[object File]"].includes(tagOf(source));
}

/** The `name` of a File, or undefined. */
export function nameOf(source) {
  // A File of Bun's says that it is a Blob.
  const isFile = tagOf(source) === "[object File]" || isForeign(source) || (globalThis.File && source instanceof File);
  return isFile && typeof source.name === "string" ? source.name : undefined;
}

/** The same as `handleOf`, for a path. */
export function fileHandleOf(path) {
  const file = new LocalFile(path);
  return { open: async () => ofFile(await file.open(), file), size: sizeOfFile(path), path };
}
