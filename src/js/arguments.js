// What callers pass: read field by field, each once, and named when it is wrong. Whether a text makes sense is the core's
// to say; here it is told from what is no text.

import { closestName } from "./closest_name.js";
import { builtin, isImitation, isNode } from "./runtime.js";
import { tagOf } from "./class_checks.js";
import { fileHandleOf, handleOf, isFile, isUnreadable, nameOf } from "./file.js";
import { FileError } from "./file_error.js";
import { reason } from "./error.js";
import { lastSegment, pathOf } from "./local_file.js";

/** Thrown for what is wrong, for the core to put into words. */
class ArgumentError {
  constructor(field, expected, received, cause) {
    Object.assign(this, { field, expected, received, cause });
  }
}

/** Runs `work`. What it throws besides a `ArgumentError`, such as the trap of a proxy, becomes one. */
function guarded(field, work) {
  try {
    return work();
  } catch (thrown) {
    throw thrown instanceof ArgumentError ? thrown : new ArgumentError(field, "a value that can be read", "one that throws", thrown);
  }
}

/** Fields whose values no message may show. */
const secrets = ["apiKey", "headers", "link"];

/** For a message: the type, and of numbers and booleans the value. */
function describe(value, isSecret) {
  if (value === undefined || value === null) return String(value);
  if (typeof value === "number" && !isSecret) return `the number ${value}`;
  if (typeof value === "boolean" && !isSecret) return String(value);
  if (typeof value !== "object") return `a ${typeof value}`;
  try {
    if (Array.isArray(value)) return "an array";
    const tag = tagOf(value).slice(8, -1);
    return /^(?!Object$)[A-Z][A-Za-z0-9]{0,39}$/.test(tag) ? `an object of type ${tag}` : "an object";
  } catch {
    return "an object that cannot be read";
  }
}

/** The same for what should be one of a few words or a number: a short text in full. */
const describeShort = (value) =>
  typeof value === "string" && /^[\w .-]{0,20}$/.test(value) ? `"${value}"` : describe(value);

function isAbortSignal(value) {
  try {
    // The getter throws for what only looks like one, and takes signals of other realms. Where there is none, this must
    // throw as well: happy-dom.
    const { get } = /** @type {{ get: () => boolean }} */ (Object.getOwnPropertyDescriptor(AbortSignal.prototype, "aborted"));
    return typeof get.call(value) === "boolean";
  } catch {
    // happy-dom has the getter elsewhere, and beside jsdom's there are Node's own.
    return isImitation() && typeof value?.aborted === "boolean" && typeof value.addEventListener === "function";
  }
}

/** Whether a stream has been read, where the runtime tells: Node, Deno and Bun. */
const isDisturbed = (stream) => builtin("node:stream")?.isDisturbed?.(stream);

const isObject = (value) => typeof value === "object" && value !== null;

const wrong = (field, expected, value, cause) =>
  new ArgumentError(field, expected, describe(value, secrets.includes(field)), cause);

function text(field, value) {
  if (typeof value !== "string") throw wrong(field, "a string", value);
  // Lone surrogates have no UTF-8 and would arrive as another character.
  if (/\p{Surrogate}/u.test(value)) throw new ArgumentError(field, "well-formed Unicode", "a string with a lone surrogate");
  return value;
}

/** The fields of an object that goes by `name`; `prefix` comes before theirs. `null` counts as not given. */
class Fields {
  #object;
  #prefix;
  /** Fields that were asked for. */
  #known = {};

  constructor(name, object, prefix = "") {
    if (!isObject(object)) throw wrong(name, "an object", object);
    this.#object = object;
    this.#prefix = prefix;
  }

  name(field) {
    return this.#prefix + field;
  }

  /** Refuses what is almost the name of a field that was asked for, and passes other ones over. */
  refuseMisspelt() {
    const names = made("options", "an object that can be read", this.#object, Object.keys);
    for (const name of names) {
      const meant = this.#known[name] ? undefined : closestName(name, this.#known);
      if (meant) throw new ArgumentError(name, `the name of an option (did you mean ${meant}?)`, "an unknown one");
    }
  }

  get(field) {
    this.#known[field] = field;
    return guarded(this.name(field), () => this.#object[field] ?? undefined);
  }

  /** The value if `fits` says so, undefined if there is none. */
  #typed(field, expected, fits, described = (value) => describe(value, secrets.includes(field))) {
    const value = this.get(field);
    if (value !== undefined && !fits(value)) throw new ArgumentError(this.name(field), expected, described(value));
    return value;
  }

  requiredText(field) {
    return text(this.name(field), this.get(field));
  }

  text(field) {
    const value = this.get(field);
    return value === undefined ? undefined : text(this.name(field), value);
  }

  /** One of `names`, which are separated by spaces. */
  choice(field, names) {
    const choices = names.split(" ");
    return this.#typed(field, expectedOf(choices), (value) => choices.includes(value), describeShort);
  }

  flag(field) {
    return this.#typed(field, "a boolean", (value) => typeof value === "boolean") ?? false;
  }

  callback(field) {
    return this.#typed(field, "a function", (value) => typeof value === "function");
  }

  signal() {
    return this.#typed("signal", "an AbortSignal", isAbortSignal);
  }

  /** A whole number within bounds, both inclusive. */
  integer(field, min, max) {
    const fits = (value) => Number.isInteger(value) && value >= min && value <= max;
    return this.#typed(field, `a whole number from ${min} to ${max}`, fits, describeShort);
  }

  /** The elements of an iterable, or of what is like an array. Not of texts and bytes, whose elements nobody can mean. */
  list(field, expected) {
    const value = this.get(field);
    return guarded(this.name(field), () => {
      const isList = isObject(value) && !ArrayBuffer.isView(value) && (value[Symbol.iterator] || value.length >= 0);
      if (isList) return Array.from(value);
      throw wrong(this.name(field), expected, value);
    });
  }
}

/** For a message: words to choose from. */
const expectedOf = (choices) => choices.map((name) => `"${name}"`).join(", ").replace(/, (?=[^,]*$)/, " or ");

/** A caller's callback, as one that never fails: neither by what it throws nor by a promise that is rejected. */
const swallowErrors = (callback) =>
  callback && ((event) => void new Promise((resolve) => resolve(callback(event))).catch(() => {}));

const bytesExpected = "a File, Blob, ArrayBuffer, typed array, Buffer, ReadableStream or Response";

/** What the engine makes of a value; what that throws becomes the cause. */
function made(field, expected, value, make) {
  let result;
  try {
    result = make(value);
  } catch (thrown) {
    throw thrown instanceof ArgumentError ? thrown : wrong(field, expected, value, thrown);
  }
  if (result === undefined) throw wrong(field, expected, value);
  return result;
}

/** Refuses bytes that are known to be the wrong ones, or gone. */
function checkSource(field, file) {
  const tag = tagOf(file);
  if (tag === "[object ReadableStream]" && (file.locked || isDisturbed(file))) {
    throw new ArgumentError(field, "a ReadableStream that nobody reads", "one that is locked or has been read");
  }
  if (isUnreadable(file)) {
    const received = "one of another implementation, such as jsdom's; pass its bytes, as an ArrayBuffer";
    throw new ArgumentError(field, "a File or Blob of this runtime", received);
  }
  if (tag !== "[object Response]") return;
  const expected = "a Response that is ok, and whose body is unread";
  if (!file.ok) throw new ArgumentError(field, expected, `one of status ${Number(file.status)}`);
  if (file.bodyUsed || file.body?.locked) throw new ArgumentError(field, expected, "one whose body is read already");
}

/** A file that is not open yet: its handle, the field that it came in, and the name it has by itself. */
function ofFile(field, file) {
  if (typeof file === "string") {
    throw new ArgumentError(field, bytesExpected, "a string; use filePath for a path, and new Blob([text]) for a text");
  }
  const handle = made(field, bytesExpected, file, (given) => (checkSource(field, given), handleOf(given)));
  return { field, handle, ownName: made(field, bytesExpected, file, (given) => nameOf(given) ?? null) };
}

function ofPath(field, given) {
  const expected = "a path or a file: URL";
  if (typeof given === "string") text(field, given);
  const path = made(field, expected, given, (value) => {
    // By its name, since a test environment may have a URL of its own beside the runtime's.
    if (isObject(value)) value = tagOf(value) === "[object URL]" ? String(value.href) : undefined;
    return typeof value === "string" ? (pathOf(value) ?? null) : undefined;
  });
  if (path === null) throw new ArgumentError(field, "Node, Deno or Bun; elsewhere pass the File as file", "no file system");
  return { field, handle: made(field, expected, path, fileHandleOf), ownName: lastSegment(path) };
}

/** Exactly one of the two fields must be there. */
function ofFields(fields) {
  const [file, path] = [fields.get("file"), fields.get("filePath")];
  if (path === undefined) {
    if (file === undefined) throw new ArgumentError(fields.name("file"), `${bytesExpected} (or filePath)`, "undefined");
    return ofFile(fields.name("file"), file);
  }
  if (file !== undefined) throw new ArgumentError(`${fields.name("file")}, filePath`, "one of them", "both");
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
      if (thrown instanceof FileError) throw thrown;
      const received = handle.path === undefined ? reason(thrown) : `${reason(thrown)} (${handle.path})`;
      throw new ArgumentError(field, "a file that can be read", received, thrown);
    }
  };
  return { prefix, fileName, mimeType, size: handle.size, open };
}

function uploadOf(fields, prefix = "") {
  const [mimeType, fileName] = [fields.text("mimeType"), fields.text("fileName")];
  return upload(ofFields(fields), prefix, fileName, mimeType);
}

/** One of many: a file by itself, or an object with the fields of one. */
function uploadIn(name, file) {
  const expected = "a File, or an object with file or filePath";
  if (isFile(file)) return upload(ofFile(name, file), `${name}.`);
  const isPath = typeof file === "string" || tagOf(file) === "[object URL]";
  if (isPath) throw new ArgumentError(name, expected, `${describe(file)}; for a path give it as { filePath }`);
  if (!isObject(file)) throw wrong(name, expected, file);
  if (ArrayBuffer.isView(file) || /\[object (ArrayBuffer|ReadableStream|Response)\]/.test(tagOf(file))) {
    throw new ArgumentError(name, expected, `${describe(file)}, which has no name; give it one, as { file, fileName }`);
  }
  return uploadOf(new Fields(name, file, `${name}.`), `${name}.`);
}

/** A file whose own fields are wrong is no reason to refuse the others: it is a result. */
function uploadOrError(file, index) {
  const name = `files[${index}]`;
  try {
    return guarded(name, () => uploadIn(name, file));
  } catch (wrong) {
    return { wrong };
  }
}

/** What both ways to upload take. */
const uploading = (fields, ifExists) => ({
  ifExists: fields.choice("ifExists", ifExists),
  allowReservedName: fields.flag("allowReservedName"),
});

/** The fields of each method that the others do not have. */
const methodFields = {
  getAttachmentList: () => ({}),
  downloadAttachment(fields) {
    const bytes = (of, field, min = 0) => of.integer(field, min, Number.MAX_SAFE_INTEGER);
    const read = { fileName: fields.requiredText("fileName"), mimeType: fields.text("mimeType") };
    const [fileSize, range, link] = [bytes(fields, "fileSize"), fields.get("range"), fields.text("link")];
    const ends = new Fields("range", range ?? {}, "range.");
    const start = bytes(ends, "start") ?? 0;
    return { ...read, fileSize, link, start, end: bytes(ends, "end", start) };
  },
  uploadAttachment: (fields, ifExists) => ({ ...uploading(fields, ifExists), upload: uploadOf(fields) }),
  uploadAttachments: (fields, ifExists) => ({
    ...uploading(fields, ifExists),
    uploads: fields.list("files", "an array or other iterable of files, or of objects with file or filePath").map(uploadOrError),
  }),
  deleteAttachments(fields) {
    const names = fields.list("fileNames", "an array or other iterable of strings");
    return { fileNames: names.map((name, index) => text(`fileNames[${index}]`, name)) };
  },
};

/** The argument object of a method. Throws a `ArgumentError`. */
export const readArgument = (method, argument, ...choices) => guarded("argument", () => argumentOf(method, argument, ...choices));

function argumentOf(method, argument, entityTypes, ifExists) {
  const fields = new Fields("argument", argument);
  const projectName = fields.text("projectName");
  const entityType = fields.choice("entityType", entityTypes);
  if (entityType === undefined) throw wrong("entityType", expectedOf(entityTypes.split(" ")));
  const read = { projectName, entityType, entityId: fields.requiredText("entityId"), signal: fields.signal() };
  const onProgress = swallowErrors(fields.callback("onProgress"));
  const notifyProgress = onProgress && ((loaded, total, fileName) => onProgress({ loaded, total, fileName }));
  return { ...read, notifyProgress, ...methodFields[method](fields, ifExists) };
}

/**
 * The options of a client, within the limits of `config/limits.rs`; `parts` are the smallest and the largest part. Unknown ones are ignored, unless
 * they are almost known. Throws a `ArgumentError`.
 */
export const readOptions = (options, ...limits) => guarded("options", () => optionsOf(options, ...limits));

function optionsOf(options, minCount, maxAttempts, maxConcurrency, maxStall, ...parts) {
  const fields = new Fields("options", options ?? {});
  const read = {};
  for (const name of ["apiUrl", "apiKey", "workspaceName", "projectName"]) read[name] = fields.text(name);
  read.maxAttempts = fields.integer("maxAttempts", minCount, maxAttempts);
  read.partSize = fields.integer("partSize", ...parts);
  read.concurrency = fields.integer("concurrency", minCount, maxConcurrency);
  read.stallTimeout = fields.integer("stallTimeout", minCount, maxStall);
  read.fetch = fields.callback("fetch");
  // Node's own fetch has no limit of connections, and its bodies tell how they move.
  read.unlimitedConnections = isNode() && !read.fetch;
  const onRetry = swallowErrors(fields.callback("onRetry"));
  read.notifyRetry = onRetry && ((operation, attempt, delay, error) => onRetry({ operation, attempt, delay, error }));
  fields.refuseMisspelt();
  return read;
}
