// A file that is given by its path, in Node, Deno and Bun: opened, read while it is sent, and compared with what it was.
// The browsers' build has browser/local_file.js instead.

import { builtin, NativeBlob } from "./runtime.js";
import { FileError } from "./file_error.js";

/** Bytes read at once. */
const pieceBytes = 256 * 1024;

/** Files up to this size are read when they are opened. The sizes that /proc and /sys make up are at most a page's. */
const smallBytes = 64 * 1024;

const isMissing = ({ code }) => code === "ENOENT" || code === "ENOTDIR";

/** The next bytes of a file, at most so many; none at its end. */
async function read(handle, max, position) {
  const buffer = new Uint8Array(max);
  const { bytesRead } = await handle.read(buffer, 0, max, position);
  return buffer.subarray(0, bytesRead);
}

async function* piecesOf(handle) {
  for (let piece; (piece = await read(handle, smallBytes, null)).length > 0; ) yield piece;
}

async function blobOf(pieces) {
  const all = [];
  for await (const piece of pieces) all.push(piece);
  return new NativeBlob(all);
}

export class LocalFile {
  #path;
  /** Its size and when it was written, as long as that says anything about its bytes. */
  #stats;
  #failure;

  constructor(path) {
    this.#path = path;
  }

  /** Has it compared with what it is now, if there is such a file. For Blobs that read it without `open`. */
  async watch() {
    this.#stats = await builtin("node:fs")
      .promises.stat(this.#path)
      .catch(() => undefined);
    return this;
  }

  /**
   * A Blob of the bytes, whose slices are read when they are sent unless the file is small. Throws the system's error if
   * there is nothing at that path, and a `FileError` if that cannot be read.
   */
  async open() {
    const fs = builtin("node:fs");
    let stats;
    try {
      stats = await fs.promises.stat(this.#path);
      // These have no size before they end.
      if (stats.isFIFO() || stats.isCharacterDevice()) return await blobOf(fs.createReadStream(this.#path));
      if (stats.isBlockDevice()) throw new TypeError("it is a block device");
      return await this.#blob();
    } catch (thrown) {
      if (isMissing(thrown)) throw thrown;
      throw this.#failed(thrown, false, stats?.isDirectory() ? "it is a folder" : undefined);
    }
  }

  async #blob() {
    const handle = await this.#opened();
    try {
      const stats = (this.#stats = await handle.stat());
      if (stats.isFile() && stats.size > smallBytes) {
        return globalThis.Bun ? globalThis.Bun.file(this.#path) : new FilePart(this, 0, stats.size);
      }
      const blob = await blobOf(piecesOf(handle));
      this.#compare(await handle.stat());
      // Unchanged, and yet of another size: nothing that is told of it can be believed.
      if (blob.size !== stats.size) this.#stats = undefined;
      return blob;
    } finally {
      await handle.close();
    }
  }

  #opened() {
    return builtin("node:fs").promises.open(this.#path);
  }

  /** The bytes from `start` to `end`, read when they are asked for. The file is held open from the first to the last. */
  async *read(start, end) {
    try {
      if (start === end) return;
      const handle = await this.#opened();
      try {
        this.#compare(await handle.stat());
        for (let at = start; at < end; ) {
          const piece = await read(handle, Math.min(end - at, pieceBytes), at);
          if (piece.length === 0) throw this.#changed(`it ends after ${at} bytes`);
          at += piece.length;
          yield piece;
        }
      } finally {
        await handle.close();
      }
    } catch (thrown) {
      throw this.#note(thrown);
    }
  }

  #compare({ size, mtimeMs }) {
    const before = this.#stats;
    if (size !== before.size) throw this.#changed(`it had ${before.size} bytes, and has ${size}`);
    if (mtimeMs !== before.mtimeMs) throw this.#changed("it was written to");
  }

  #changed(what) {
    return new FileError(`${this.#path}: ${what}`, true);
  }

  #failed(thrown, changed, what = String(thrown?.message ?? thrown)) {
    return thrown instanceof FileError ? thrown : new FileError(`${this.#path}: ${what}`, changed, thrown);
  }

  #note(thrown) {
    return (this.#failure ??= this.#failed(thrown, isMissing(thrown) || thrown.code === "EISDIR"));
  }

  /** What has become of it since it was opened, if it is not what it was. */
  async failure() {
    try {
      if (!this.#failure && this.#stats) this.#compare(await builtin("node:fs").promises.stat(this.#path));
    } catch (thrown) {
      this.#note(thrown);
    }
    return this.#failure;
  }
}

/** Bytes of a file, in the guise of a Blob: unlike one of Node's own it may be of 4 GiB and more, and says what failed. */
class FilePart extends NativeBlob {
  #file;
  #start;
  #end;

  constructor(file, start, end) {
    super();
    this.#file = file;
    this.#start = start;
    this.#end = end;
  }

  get size() {
    return this.#end - this.#start;
  }

  slice(start = 0, end = this.size) {
    return new FilePart(this.#file, this.#start + start, this.#start + end);
  }

  stream() {
    // Cancelling it ends the generator once a read that is under way is done, and so closes the file.
    return /** @type {any} */ (ReadableStream).from(this.#file.read(this.#start, this.#end));
  }

  async arrayBuffer() {
    return new Response(this.stream()).arrayBuffer();
  }

  async bytes() {
    return new Uint8Array(await this.arrayBuffer());
  }

  async text() {
    return new Response(this.stream()).text();
  }
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

/** Opening tells what is wrong with a path that has none: one bad file among many must not stop the others. */
export function sizeOfFile(path) {
  try {
    return builtin("node:fs").statSync(path).size;
  } catch {
    return undefined;
  }
}
