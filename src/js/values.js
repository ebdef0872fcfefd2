// What a value of unknown type is, told without ever throwing.

/** For a message: the type. Never the value of a string, and of a number only if asked for: it may be a secret. */
export function describe(value, numbers) {
  if (value === undefined || value === null) return String(value);
  if (typeof value === "number" && numbers) return `the number ${value}`;
  if (typeof value !== "object") return `a ${typeof value}`;
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
    // The getter throws for what only looks like one, and takes signals of other realms.
    return typeof Object.getOwnPropertyDescriptor(AbortSignal.prototype, "aborted").get.call(value) === "boolean";
  } catch {
    return false;
  }
}
