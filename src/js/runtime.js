// The surroundings: the runtime, and the page and connection of browsers.

/** Node, Deno and Bun hand out their modules this way synchronously, and no bundler trips over it. */
export const builtin = (name) => globalThis.process?.getBuiltinModule?.(name);

/** Others that say they are Node, for the sake of packages, and have another fetch and other Blobs. */
const isAlike = () => globalThis.Bun || globalThis.Deno || globalThis.navigator?.userAgent === "Cloudflare-Workers";

export const isNode = () => Boolean(globalThis.process?.versions?.node) && !isAlike();

/** The runtime's own Blob. In Node, jsdom and happy-dom put another in its place, which nothing else in Node can read. */
export const NativeBlob = (isNode() && builtin("node:buffer")?.Blob) || globalThis.Blob;

/** Whether a browser is imitated here, as by jsdom and happy-dom for tests of pages. */
export const isImitation = () => isNode() && globalThis.Blob !== NativeBlob;

/** The URL as the standard serialises it; in a page, paths such as `/api` are taken relative to the page. */
export function normalizeUrl(text) {
  try {
    return new URL(text, /^[/.]/.test(text) ? globalThis.location?.href : undefined).href;
  } catch {
    return undefined;
  }
}

/**
 * The base URL in an API key of the form `KEY*BASE64`, where the base64 is of JSON with `baseUrl`; undefined if it holds
 * none. Throws if the base64 cannot be read.
 */
export function baseUrlOf(key) {
  const [, encoded, ...more] = key.split("*");
  if (!encoded || more.length > 0) return undefined;
  const { baseUrl } = JSON.parse(atob(encoded.replaceAll("=", "")));
  return baseUrl == null ? undefined : new URL("opik/api/", baseUrl).href;
}

/**
 * The origin of a page or worker, "null" for an opaque one; undefined outside of browsers. That of a sandboxed frame is
 * opaque whatever its address says, and that of a frame without an address is its parent's.
 */
export function pageOrigin() {
  const { location, origin } = globalThis;
  // A script of the page may have a variable of that name.
  return location ? [origin, location.origin].find((text) => typeof text === "string") : undefined;
}

export function isOnline() {
  const online = globalThis.navigator?.onLine;
  return typeof online === "boolean" ? online : undefined;
}

/** Whether two texts differ in their Unicode form at most: macOS writes names in NFD, most others in NFC. */
export function sameText(one, other) {
  return one.normalize() === other.normalize();
}
