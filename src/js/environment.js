// The surroundings: the runtime, environment variables and files of Node, Deno and Bun; page and connection of browsers.

/** Node, Deno and Bun hand out their modules this way synchronously, and no bundler trips over it. */
export const builtin = (name) => globalThis.process?.getBuiltinModule?.(name);

/** Others that say they are Node, for the sake of packages, and have another fetch and other Blobs. */
const isAlike = () => globalThis.Bun || globalThis.Deno || globalThis.navigator?.userAgent === "Cloudflare-Workers";

export const isNode = () => Boolean(globalThis.process?.versions?.node) && !isAlike();

export function hasEnvironment() {
  return builtin("node:fs") !== undefined;
}

export function variable(name) {
  const value = globalThis.process?.env?.[name];
  return typeof value === "string" ? value : undefined;
}

/** The home folder, which a user of a container may not have. What may not be asked is thrown. */
function home() {
  try {
    return builtin("node:os").homedir();
  } catch (error) {
    if (globalThis.Deno) throw error;
    return "~";
  }
}

export function defaultConfigPath() {
  return builtin("node:path").join(home(), ".opik.config");
}

/** The text of a file, with a leading `~` as the home folder; undefined if it cannot be read. */
export function readFile(path) {
  try {
    const full = /^~(?=[/\\]|$)/.test(path) ? home() + path.slice(1) : path;
    return builtin("node:fs").readFileSync(full, "utf8");
  } catch {
    return undefined;
  }
}

/** The URL as the standard serialises it; in a page, paths such as `/api` are taken relative to the page. */
export function normalizeUrl(text) {
  try {
    return new URL(text, globalThis.location?.href).href;
  } catch {
    return undefined;
  }
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

/** Whether the environment names a proxy that fetch does not use: Deno's and Bun's do. */
export function ignoresProxy() {
  const named = () => ["http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"].some((name) => process.env[name]);
  return isNode() && process.env.NODE_USE_ENV_PROXY !== "1" && named();
}
