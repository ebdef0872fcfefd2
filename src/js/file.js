// From whatever holds bytes to a Blob, whose slices fetch sends without any copy of ours.

const tagOf = (value) => Object.prototype.toString.call(value);

// Node, Deno and Bun hand out their modules this way synchronously, and no bundler trips over it.
const builtin = (name) => globalThis.process?.getBuiltinModule?.(name);

/** A property as its class defines it. Throws for what only says that it is of this class. */
const own = (type, name, value) => Object.getOwnPropertyDescriptor(type.prototype, name).get.call(value);

/** A plain Blob over the bytes of one, without copying. Throws for what only says it is a Blob. */
const genuine = (blob) => Blob.prototype.slice.call(blob, 0, own(Blob, "size", blob), own(Blob, "type", blob));

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

export function isFile(source) {
  return ["[object Blob]", "[object File]"].includes(tagOf(source));
}

/** The `name` of a File, or undefined. */
export function nameOf(source) {
  return tagOf(source) === "[object File]" && typeof source.name === "string" ? source.name : undefined;
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
      if (!fs.statSync(path).isFile()) throw new TypeError("it is not a regular file");
      return globalThis.Bun ? globalThis.Bun.file(path) : fs.openAsBlob(path);
    },
    // Opening tells what is wrong with a path that has none.
    size: fs.statSync(path, { throwIfNoEntry: false })?.size,
  };
}
