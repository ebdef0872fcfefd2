// From whatever holds bytes to a Blob, whose slices fetch sends without any copy of ours.

import { builtin, isNode } from "./environment.js";

export const tagOf = (value) => Object.prototype.toString.call(value);

/** A property as its class defines it. Throws for what only says that it is of this class. */
const own = (type, name, value) => Object.getOwnPropertyDescriptor(type.prototype, name).get.call(value);

/** Node's Blobs count in 32 bits: a larger file comes out short, and slicing a larger Blob ends the program. */
const mostInBlob = 2 ** 32 - 1;

/** A plain Blob over the bytes of one, without copying. Throws for what only says it is a Blob. */
function genuine(blob) {
  const size = own(Blob, "size", blob);
  if (isNode() && size > mostInBlob) throw new TypeError("it is a Blob of more than 4 GiB, which Node cannot read; use filePath");
  return Blob.prototype.slice.call(blob, 0, size, own(Blob, "type", blob));
}

/** The bytes of a file from `start` to `end`, in the guise of a Blob. Nothing is read before it is sent. */
class FilePart extends Blob {
  #path;
  #modified;
  #start;
  #end;

  constructor(path, modified, start, end) {
    super();
    this.#path = path;
    this.#modified = modified;
    this.#start = start;
    this.#end = end;
  }

  get size() {
    return this.#end - this.#start;
  }

  slice(start = 0, end = this.size) {
    return new FilePart(this.#path, this.#modified, this.#start + start, this.#start + end);
  }

  stream() {
    const fs = builtin("node:fs");
    // As with Node's own file-backed Blobs.
    if (fs.statSync(this.#path).mtimeMs !== this.#modified) throw new TypeError("the file has changed since it was opened");
    if (this.size === 0) return new Blob().stream();
    const bytes = fs.createReadStream(this.#path, { start: this.#start, end: this.#end - 1 });
    return builtin("node:stream").Readable.toWeb(bytes);
  }

  async arrayBuffer() {
    return new Response(this.stream()).arrayBuffer();
  }

  async text() {
    return new Response(this.stream()).text();
  }
}

/**
 * `open` gives the Blob, or a promise of it, and `size` is how large that will be if it is known; undefined for what
 * cannot be a file. Bytes are taken as they are now. Nothing else starts before `open` is called: an upload may end
 * before that. Throws what the engine throws.
 */
export function handleOf(source) {
  const tag = tagOf(source);
  const ready = (blob) => ({ open: () => blob, size: blob.size });
  if (tag === "[object Blob]" || tag === "[object File]") return ready(genuine(source));
  if (ArrayBuffer.isView(source) || tag === "[object ArrayBuffer]") {
    if ((source.buffer ?? source).detached) throw new TypeError("its ArrayBuffer is detached");
    return ready(new Blob([source]));
  }
  if (tag === "[object ReadableStream]") {
    if (own(ReadableStream, "locked", source)) throw new TypeError("it is locked to a reader");
    return { open: () => new Response(source).blob() };
  }
  if (tag === "[object Response]") return { open: async () => genuine(await source.blob()) };
  return undefined;
}

/** A slice has no type, and so fetch adds no Content-Type that a presigned URL was not made for. */
export function sliceOf(blob, start, end) {
  return blob.slice(start, end);
}

export function isFile(source) {
  return ["[object Blob]", "[object File]"].includes(tagOf(source));
}

/** The `name` of a File, or undefined. */
export function nameOf(source) {
  // A File of Bun's says that it is a Blob.
  const isFile = tagOf(source) === "[object File]" || (globalThis.File && source instanceof File);
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

/** The same for a path: a Blob backed by the file, which is read while it is sent and never loaded whole. */
export function fileHandleOf(path) {
  const fs = builtin("node:fs");
  return {
    async open() {
      const stats = fs.statSync(path);
      if (!stats.isFile()) throw new TypeError("it is not a regular file");
      if (globalThis.Bun) return globalThis.Bun.file(path);
      return isNode() && stats.size > mostInBlob ? new FilePart(path, stats.mtimeMs, 0, stats.size) : fs.openAsBlob(path);
    },
    size: sizeOfFile(path),
  };
}

/** Opening tells what is wrong with a path that has none: one bad file among many must not stop the others. */
function sizeOfFile(path) {
  try {
    return builtin("node:fs").statSync(path).size;
  } catch {
    return undefined;
  }
}
