// Classes told by what an object is, and not by what it says it is.

import { NativeBlob } from "./runtime.js";

export const tagOf = (value) => Object.prototype.toString.call(value);

/** A property as its class defines it. Throws for what only says that it is of this class. */
export const own = (type, name, value) =>
  /** @type {{ get: () => any }} */ (Object.getOwnPropertyDescriptor(type.prototype, name)).get.call(value);

/** Whether a value is a Blob of the runtime's own. */
export function isNativeBlob(value) {
  try {
    return own(NativeBlob, "size", value) >= 0;
  } catch {
    return false;
  }
}
