// From whatever holds bytes to a Blob, whose slices fetch sends without any copy of ours.

import { builtin, isImitation, isNode, OwnBlob } from "./environment.js";
import { FileFailure, LocalFile } from "./local_file.js";

export const tagOf = (value) => Object.prototype.toString.call(value);

/** A property as its class defines it. Throws for what only says that it is of this class. */
const own = (type, name, value) => Object.getOwnPropertyDescriptor(type.prototype, name).get.call(value);

/** Node's Blobs count in 32 bits: a larger file comes out short, and slicing a larger Blob ends the program. */
const mostInBlob = 2 ** 32 - 1;

/** A plain Blob over the bytes of one, without copying. Throws for what only says it is a Blob. */
function genuine(blob) {
  const size = own(OwnBlob, "size", blob);
  if (isNode() && size > mostInBlob) throw new TypeError("it is a Blob of more than 4 GiB, which Node cannot read; use filePath");
  return OwnBlob.prototype.slice.call(blob, 0, size, own(OwnBlob, "type", blob));
}

function isGenuine(value) {
  try {
    return own(OwnBlob, "size", value) >= 0;
  } catch {
    return false;
  }
}

/** Whether it is a Blob of another implementation whose bytes can be read in Node, such as one of jsdom or happy-dom. */
function isForeign(value) {
  if (!isNode() || typeof value?.size !== "number" || isGenuine(value)) return false;
  return typeof value.arrayBuffer === "function" || (isImitation() && value instanceof Blob);
}

/** Whether it is, or says that it is, a Blob or a File that cannot be read here. */
export const isUnreadable = (value) => isFile(value) && !isForeign(value) && !isGenuine(value);

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
async function copied(blob) {
  const bytes = await bytesOf(blob);
  if (tagOf(bytes) !== "[object ArrayBuffer]") throw new TypeError("its arrayBuffer() gives no ArrayBuffer");
  return new OwnBlob([bytes], { type: blob.type });
}

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
    return ready(new OwnBlob([source]));
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
export async function failureOf(blob, unanswered) {
  const failure = await origins.get(blob)?.failure();
  if (failure || !unanswered) return failure;
  try {
    await blob.slice(0, 1).arrayBuffer();
  } catch (thrown) {
    // Browsers tell no more of a file that was there when it was chosen. Imitations of Blobs throw something else.
    const changed = /^Not(Found|Readable)Error$/.test(thrown?.name) || thrown?.code === "ENOENT";
    if (changed || thrown?.syscall) return new FileFailure(String(thrown.message), changed, thrown);
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

/** A path from a path or a `file:` URL; undefined where there are no files. Throws for other URLs. */
export function pathOf(given) {
  const url = builtin("node:url");
  if (!url) return undefined;
  return given instanceof URL || /^file:/i.test(given) ? url.fileURLToPath(given) : given;
}

export function lastSegment(path) {
  return builtin("node:path").basename(path);
}

/** The same for a path. */
export function fileHandleOf(path) {
  const file = new LocalFile(path);
  return { open: async () => ofFile(await file.open(), file), size: sizeOfFile(path), path };
}

/** Opening tells what is wrong with a path that has none: one bad file among many must not stop the others. */
function sizeOfFile(path) {
  try {
    return builtin("node:fs").statSync(path).size;
  } catch {
    return undefined;
  }
}
