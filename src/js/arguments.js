// What callers pass: read field by field, each once, and named when it is wrong. Whether a text makes sense is the core's
// to say; here it is told from what is no text.

import { isNode } from "./environment.js";
import { fileHandleOf, handleOf, isFile, lastSegment, nameOf, pathOf } from "./file.js";
import { reason } from "./error.js";
import { FileFailure } from "./local_file.js";

/** Thrown for what is wrong, for the core to put into words. */
class Wrong {
  constructor(field, expected, came, cause) {
    Object.assign(this, { field, expected, came, cause });
  }
}

/** For a message: the type. Never the value of a string, and of a number only if asked for: it may be a secret. */
function describe(value, numbers) {
  if (value === undefined || value === null) return String(value);
  if (typeof value === "number" && numbers) return `the number ${value}`;
  if (typeof value !== "object") return `a ${typeof value}`;
  try {
    const tag = Object.prototype.toString.call(value).slice(8, -1);
    return /^(?!Object$)[A-Z][A-Za-z0-9]{0,39}$/.test(tag) ? `an object of type ${tag}` : "an object";
  } catch {
    return "an object that cannot be read";
  }
}

/** A plain copy of an array, or undefined for what is none or cannot be read. */
function listOf(value) {
  try {
    return Array.isArray(value) ? [...value] : undefined;
  } catch {
    return undefined;
  }
}

function isAbortSignal(value) {
  try {
    // The getter throws for what only looks like one, and takes signals of other realms.
    return typeof Object.getOwnPropertyDescriptor(AbortSignal.prototype, "aborted").get.call(value) === "boolean";
  } catch {
    return false;
  }
}

const isObject = (value) => typeof value === "object" && value !== null;

const wrong = (field, expected, value, cause) => new Wrong(field, expected, describe(value), cause);

function text(field, value) {
  if (typeof value !== "string") throw wrong(field, "a string", value);
  // Lone surrogates have no UTF-8 and would arrive as another character.
  if (/\p{Surrogate}/u.test(value)) throw new Wrong(field, "well-formed Unicode", "a string with a lone surrogate");
  return value;
}

/** The fields of an object that goes by `name`; `prefix` comes before theirs. `null` counts as not given. */
class Fields {
  #object;
  #prefix;

  constructor(name, object, prefix = "") {
    if (!isObject(object)) throw wrong(name, "an object", object);
    this.#object = object;
    this.#prefix = prefix;
  }

  name(field) {
    return this.#prefix + field;
  }

  get(field) {
    try {
      return this.#object[field] ?? undefined;
    } catch (thrown) {
      throw new Wrong(this.name(field), "a field that can be read", "one that throws", thrown);
    }
  }

  /** The value if `fits` says so, undefined if there is none. */
  #typed(field, expected, fits) {
    const value = this.get(field);
    if (value !== undefined && !fits(value)) throw wrong(this.name(field), expected, value);
    return value;
  }

  requiredText(field) {
    return text(this.name(field), this.get(field));
  }

  text(field) {
    const value = this.get(field);
    return value === undefined ? undefined : text(this.name(field), value);
  }

  choice(field, expected, choices) {
    return this.#typed(field, expected, (value) => choices.includes(value));
  }

  callback(field) {
    return this.#typed(field, "a function", (value) => typeof value === "function");
  }

  signal() {
    return this.#typed("signal", "an AbortSignal", isAbortSignal);
  }

  /** A whole number within bounds, both inclusive. */
  integer(field, least, most) {
    const value = this.get(field);
    if (value === undefined || (Number.isInteger(value) && value >= least && value <= most)) return value;
    throw new Wrong(this.name(field), `a whole number from ${least} to ${most}`, describe(value, true));
  }

  list(field, expected) {
    const value = this.get(field);
    const list = listOf(value);
    if (!list) throw wrong(this.name(field), expected, value);
    return list;
  }
}

/** A caller's callback, as one that never throws: that is the caller's affair and must not break a transfer. */
const harmless = (callback) =>
  callback &&
  ((event) => {
    try {
      callback(event);
    } catch {}
  });

const bytesExpected = "a File, Blob, ArrayBuffer, typed array, Buffer, ReadableStream or Response";

/** What the engine makes of a value; what that throws becomes the cause. */
function made(field, expected, value, make) {
  let result;
  try {
    result = make(value);
  } catch (thrown) {
    throw wrong(field, expected, value, thrown);
  }
  if (result === undefined) throw wrong(field, expected, value);
  return result;
}

/** A file that is not open yet: its handle, the field that it came in, and the name it has by itself. */
function ofFile(field, file) {
  const handle = made(field, bytesExpected, file, handleOf);
  return { field, handle, ownName: made(field, bytesExpected, file, (given) => nameOf(given) ?? null) };
}

function ofPath(field, given) {
  const expected = "a path or a file: URL";
  if (typeof given === "string") text(field, given);
  else if (!isObject(given)) throw wrong(field, expected, given);
  const path = made(field, expected, given, (value) => pathOf(value) ?? null);
  if (path === null) throw new Wrong(field, "Node, Deno or Bun; elsewhere pass the File as file", "no file system");
  return { field, handle: made(field, expected, path, fileHandleOf), ownName: lastSegment(path) };
}

/** Exactly one of the two fields must be there. */
function ofFields(fields) {
  const [file, path] = [fields.get("file"), fields.get("filePath")];
  if (path === undefined) {
    if (file === undefined) throw new Wrong(fields.name("file"), `${bytesExpected} (or filePath)`, "undefined");
    return ofFile(fields.name("file"), file);
  }
  if (file !== undefined) throw new Wrong(`${fields.name("file")}, filePath`, "one of them", "both");
  return ofPath(fields.name("filePath"), path);
}

/** A file to upload, whose bytes are not touched before `open`. */
function upload({ field, handle, ownName }, prefix, givenName, mimeType) {
  const fileName = givenName ?? ownName;
  if (fileName === null) throw wrong(`${prefix}fileName`, "a string, since this file has no name of its own");
  const open = async () => {
    try {
      return await handle.open();
    } catch (thrown) {
      if (thrown instanceof FileFailure) throw thrown;
      const came = handle.path === undefined ? reason(thrown) : `${reason(thrown)} (${handle.path})`;
      throw new Wrong(field, "a file that can be read", came, thrown);
    }
  };
  return { prefix, fileName, mimeType, size: handle.size, open };
}

function uploadOf(fields, prefix = "") {
  const [mimeType, fileName] = [fields.text("mimeType"), fields.text("fileName")];
  return upload(ofFields(fields), prefix, fileName, mimeType);
}

/** One of many: a file by itself, or an object with the fields of one. */
function uploadIn(list) {
  return list.map((file, index) => {
    const name = `files[${index}]`;
    if (isFile(file)) return upload(ofFile(name, file), `${name}.`);
    if (isObject(file)) return uploadOf(new Fields(name, file, `${name}.`), `${name}.`);
    throw wrong(name, "a file, or an object with file or filePath", file);
  });
}

const ifExists = (fields) => fields.choice("ifExists", '"replace", "error" or "skip"', ["replace", "error", "skip"]);

/** What each method takes besides what all of them do. */
const further = {
  getAttachmentList: () => ({}),
  downloadAttachment(fields) {
    const bytes = (of, field, least = 0) => of.integer(field, least, Number.MAX_SAFE_INTEGER);
    const read = { fileName: fields.requiredText("fileName"), mimeType: fields.text("mimeType") };
    const [fileSize, range, link] = [bytes(fields, "fileSize"), fields.get("range"), fields.text("link")];
    const ends = new Fields("range", range ?? {}, "range.");
    const start = bytes(ends, "start") ?? 0;
    return { ...read, fileSize, link, start, end: bytes(ends, "end", start) };
  },
  uploadAttachment: (fields) => ({ ifExists: ifExists(fields), upload: uploadOf(fields) }),
  uploadAttachments: (fields) => ({
    ifExists: ifExists(fields),
    uploads: uploadIn(fields.list("files", "an array of files, or of objects with file or filePath")),
  }),
  deleteAttachments(fields) {
    const names = fields.list("fileNames", "an array of strings");
    return { fileNames: names.map((name, index) => text(`fileNames[${index}]`, name)) };
  },
};

/** The argument object of a method. Throws a `Wrong`. */
export function readArgument(method, argument) {
  const fields = new Fields("argument", argument);
  const projectName = fields.text("projectName");
  const entityType = fields.choice("entityType", '"trace" or "span"', ["trace", "span"]);
  if (entityType === undefined) throw wrong("entityType", '"trace" or "span"');
  const read = { projectName, entityType, entityId: fields.requiredText("entityId"), signal: fields.signal() };
  const onProgress = harmless(fields.callback("onProgress"));
  const progressed = onProgress && ((loaded, total, fileName) => onProgress({ loaded, total, fileName }));
  return { ...read, progressed, ...further[method](fields) };
}

/** The options of a client; `parts` are the smallest and the largest part. Unknown ones are ignored. Throws a `Wrong`. */
export function readOptions(options, ...parts) {
  const fields = new Fields("options", options ?? {});
  const read = {};
  for (const name of ["apiUrl", "apiKey", "workspaceName", "projectName"]) read[name] = fields.text(name);
  read.maxAttempts = fields.integer("maxAttempts", 1, 100);
  read.partSize = fields.integer("partSize", ...parts);
  read.concurrency = fields.integer("concurrency", 1, 100);
  // An hour: timers end at 2^31 ms, and some silences are a multiple of this.
  read.stallTimeout = fields.integer("stallTimeout", 1, 3_600_000);
  read.fetch = fields.callback("fetch");
  // Node's own fetch has no limit of connections, and its bodies tell how they move.
  read.opensMany = isNode() && !read.fetch;
  const onRetry = harmless(fields.callback("onRetry"));
  read.retrying = onRetry && ((operation, attempt, delay, error) => onRetry({ operation, attempt, delay, error }));
  return read;
}
