// The class behind every failure, and what may be shown of an exception that is not ours.

// Shared by all copies of the package in a program, so that `instanceof` holds across them.
const brand = Symbol.for("opik-attachments.AttachmentError");

export class AttachmentError extends Error {
  constructor(message, fields) {
    const { code, operation, attempts = 0, retryable = false, status, body, hint, cause } = fields ?? {};
    super(message, cause === undefined ? undefined : { cause });
    for (const [name, value] of Object.entries({ code, operation })) {
      if (typeof value !== "string") throw invalid(`${name}: expected a string, got ${typeof value}`, "constructor");
    }
    Object.assign(this, { code, operation, attempts, retryable });
    for (const [name, value] of Object.entries({ status, body, hint })) if (value !== undefined) this[name] = value;
  }

  static [Symbol.hasInstance](value) {
    if (this !== AttachmentError) return Function.prototype[Symbol.hasInstance].call(this, value);
    return typeof value === "object" && value !== null && value[brand] === true;
  }
}
// Literals, because minifiers rename classes.
Object.defineProperty(AttachmentError, "name", { value: "AttachmentError" });
Object.defineProperty(AttachmentError.prototype, "name", { value: "AttachmentError", configurable: true, writable: true });
Object.defineProperty(AttachmentError.prototype, brand, { value: true });

/** Errors made here whose stack begins inside of this package. */
const unplaced = new WeakSet();

/** An error whose stack `placed` is to replace. */
function unplacedError(message, fields) {
  const error = new AttachmentError(message, fields);
  unplaced.add(error);
  return error;
}

/** The error for what a caller did wrong. */
export const invalid = (message, operation, more) => unplacedError(message, { code: "INVALID_ARGUMENT", operation, ...more });

/** An empty error whose stack begins where `method` was called: for a call that may fail when its caller has returned. */
export function errorAt(method) {
  // Without the constructor, which would capture the stack a second time and check fields that are not there.
  const error = Reflect.construct(Error, [], AttachmentError);
  Error.captureStackTrace?.(error, method);
  return error;
}

/**
 * `place`, from `errorAt`, filled in with what `error` says; the caller's own exceptions are returned as they are. Engines
 * print the source line of the stack that an error was made with, so it cannot be `error` with another stack.
 */
export function placed(error, place) {
  if (!place || !unplaced.delete(error)) return error;
  const { stack, ...fields } = Object.getOwnPropertyDescriptors(error);
  return Object.defineProperties(place, fields);
}

/** Gives one of several errors of a call the stack of `place`. Returns whether it was made for this call. */
export function placeAmongOthers(error, place) {
  const isOwn = unplaced.delete(error);
  if (isOwn) error.stack = place.stack.replace(/^AttachmentError$/m, () => String(error));
  return isOwn;
}

/** The places of calls that resolved to a stream. */
export const streamPlaces = new WeakMap();

/** What an error says, before every secret is cut out of it. */
export class Details {
  constructor(code, operation, attempts, retryable) {
    Object.assign(this, { code, operation, attempts, retryable });
  }

  /** The error; a status of 0, an empty body and what is undefined are left out. */
  toError(message, status, body, hint, cause, clean) {
    const fields = /** @type {any} */ ({ ...this });
    if (status) fields.status = status;
    if (body) fields.body = cleanBody(body, clean);
    if (hint !== undefined) fields.hint = clean(hint);
    if (cause !== undefined) fields.cause = cleanCause(cause, clean);
    return unplacedError(clean(message), fields);
  }
}

/** A body, parsed if it is JSON. Written out again before it is cleaned, so that no escape hides a secret. */
function cleanBody(body, clean) {
  let text = body;
  try {
    text = JSON.stringify(JSON.parse(body));
  } catch {
    return clean(text);
  }
  text = clean(text);
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

const MAX_DEPTH = 4;

/** A copy of an exception that holds nothing but cleaned text: a custom fetch may throw errors that carry headers. */
function cleanCause(thrown, clean, depth = 0) {
  try {
    if (typeof thrown !== "object" || thrown === null) return clean(String(thrown));
    /** @type {NodeJS.ErrnoException} */
    const copy = new Error(clean(String(thrown.message || thrown.code || "unknown")));
    copy.name = clean(String(thrown.name || "Error"));
    if (typeof thrown.stack === "string") copy.stack = clean(thrown.stack);
    if (typeof thrown.code === "string") copy.code = clean(thrown.code);
    if (thrown.cause !== undefined && depth < MAX_DEPTH) copy.cause = cleanCause(thrown.cause, clean, depth + 1);
    return copy;
  } catch {
    return undefined;
  }
}

/** The shortest honest reason in an exception: the deepest cause's code or message. */
export function reason(thrown) {
  try {
    let deepest = thrown;
    for (let depth = 0; depth < MAX_DEPTH && deepest?.cause !== undefined; depth += 1) deepest = deepest.cause;
    if (typeof deepest !== "object" || deepest === null) return String(deepest);
    return String(deepest.code && typeof deepest.code === "string" ? deepest.code : deepest.message || deepest.name);
  } catch {
    return "unknown";
  }
}
