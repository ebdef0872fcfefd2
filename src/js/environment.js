// The surroundings: the runtime, environment variables and files of Node, Deno and Bun; page and connection of browsers.

import { readConfigFile, readEnvFile, refuse } from "./config_files.js";

/** Node, Deno and Bun hand out their modules this way synchronously, and no bundler trips over it. */
export const builtin = (name) => globalThis.process?.getBuiltinModule?.(name);

/** Others that say they are Node, for the sake of packages, and have another fetch and other Blobs. */
const isAlike = () => globalThis.Bun || globalThis.Deno || globalThis.navigator?.userAgent === "Cloudflare-Workers";

export const isNode = () => Boolean(globalThis.process?.versions?.node) && !isAlike();

/** The runtime's own Blob. In Node, jsdom and happy-dom put another in its place, which nothing else in Node can read. */
export const OwnBlob = (isNode() && builtin("node:buffer")?.Blob) || globalThis.Blob;

/** Whether a browser is imitated here, as by jsdom and happy-dom for tests of pages. */
export const isImitation = () => isNode() && globalThis.Blob !== OwnBlob;

/** Options and the variables they come from, where `fromEnv` is given none. */
const variables = {
  apiUrl: "OPIK_URL_OVERRIDE",
  apiKey: "OPIK_API_KEY",
  workspaceName: "OPIK_WORKSPACE",
  projectName: "OPIK_PROJECT_NAME",
};

/** Why Deno did not let the first variable or file be read. */
let denial;

function variable(name) {
  try {
    return globalThis.process?.env?.[name];
  } catch (thrown) {
    denial ??= thrown.message;
  }
}

/** The home folder, which a user of a container may not have. */
function home() {
  try {
    return builtin("node:os").homedir();
  } catch (thrown) {
    if (thrown.name === "NotCapable") throw thrown;
    return "~";
  }
}

/**
 * The text of a file in UTF-8 or, with a byte order mark, UTF-16; a leading `~` is the home folder. Undefined if there is
 * none, empty if Deno does not let it be read.
 */
function readFile(path) {
  let bytes;
  try {
    const full = /^~(?=[/\\]|$)/.test(path) ? home() + path.slice(1) : path;
    bytes = builtin("node:fs").readFileSync(full);
  } catch (thrown) {
    if (thrown.name === "NotCapable") {
      denial ??= thrown.message;
      return "";
    }
    const { code } = thrown;
    // A folder of the name `.env` is a virtual environment of Python.
    if (["ENOENT", "ENOTDIR", path === ".env" && "EISDIR"].includes(code)) return undefined;
    refuse(path, "a file that can be read", code ?? thrown.message);
  }
  const mark = bytes[0] * 256 + bytes[1];
  const encoding = { 0xfffe: "utf-16le", 0xfeff: "utf-16be" }[mark];
  return new TextDecoder(encoding).decode(bytes).replace(/\r\n?/g, "\n");
}

/**
 * The options, with what they leave out filled in by environment variables, the `.env` file of the working directory and
 * the configuration file, in this order.
 */
export function withEnvironment(options) {
  if (!builtin("node:fs")) {
    refuse("fromEnv", "Node, Deno or Bun", "a place without environment variables and files; use new AttachmentClient(options)");
  }
  denial = undefined;
  const ownPath = variable("OPIK_CONFIG_PATH");
  const envFile = readEnvFile(".env", readFile(".env") ?? "");
  // A variable that is empty hides the file's: dotenv sets only those that are not set.
  const value = (name, own = variable(name)) => (own ?? envFile[name])?.trim() || undefined;
  const given = value("OPIK_CONFIG_PATH", ownPath);
  const path = given ?? "~/.opik.config";
  const text = readFile(path);
  if (given && text === undefined) refuse("OPIK_CONFIG_PATH", "the path of a file", `"${given}"`);
  const file = readConfigFile(path, text ?? "");
  const all = {};
  for (const [name, from] of Object.entries(variables)) all[name] = options[name] ?? value(from) ?? (file[name] || undefined);
  // Without a base URL, requests would go to Opik's cloud.
  if (denial && !all.apiUrl) refuse("fromEnv", "to be allowed to read variables and files", denial);
  return all;
}

/** Whether variables are set whose options are not given. */
export function hasUnreadVariables(options) {
  return Object.entries(variables).some(([name, from]) => options?.[name] == null && variable(from)?.trim());
}

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

/** Whether the environment names a proxy that fetch does not use: Deno's and Bun's do. */
export function ignoresProxy() {
  const named = () => ["http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"].some((name) => process.env[name]);
  return isNode() && process.env.NODE_USE_ENV_PROXY !== "1" && named();
}
