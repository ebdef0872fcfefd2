// What a value of unknown type is, told without ever throwing.

/** For a message: the type, and the value where it is short and cannot be a secret. */
export function describe(value) {
  switch (typeof value) {
    case "undefined":
      return "undefined";
    case "boolean":
    case "number":
      return `the ${typeof value} ${value}`;
    case "object":
      break;
    default:
      return `a ${typeof value}`;
  }
  if (value === null) return "null";
  try {
    const tag = Object.prototype.toString.call(value).slice(8, -1);
    return tag === "Object" ? "an object" : /^[A-Z][A-Za-z0-9]{0,39}$/.test(tag) ? `an object of type ${tag}` : "an object";
  } catch {
    return "an object that cannot be read";
  }
}

/** A plain copy of an array, or undefined for what is none or cannot be read. */
export function listOf(value) {
  try {
    return Array.isArray(value) ? [...value] : undefined;
  } catch {
    return undefined;
  }
}

/** Lone surrogates have no UTF-8 and would arrive as another character. */
export function isWellFormed(text) {
  return text.isWellFormed ? text.isWellFormed() : !/\p{Surrogate}/u.test(text);
}

export function isAbortSignal(value) {
  try {
    // By tag, since a signal of another realm is as good.
    return Object.prototype.toString.call(value) === "[object AbortSignal]" && typeof value.aborted === "boolean";
  } catch {
    return false;
  }
}

/** Enough of a Response for us: a custom fetch may come from another realm or from a test. */
export function isResponse(value) {
  try {
    return typeof value.status === "number" && typeof value.text === "function" && typeof value.headers.get === "function";
  } catch {
    return false;
  }
}
