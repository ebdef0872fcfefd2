// Settings from the surroundings of Node, Deno and Bun: environment variables, `.env` and the configuration file. The
// browsers' build has browser/env_settings.js instead.

import { readConfigFile, readEnvFile, refuse } from "./config_files.js";
import { builtin, isNode } from "./runtime.js";

/** Options and the variables they come from, where `fromEnv` is given none. */
const variables = {
  apiUrl: "OPIK_URL_OVERRIDE",
  apiKey: "OPIK_API_KEY",
  workspaceName: "OPIK_WORKSPACE",
  projectName: "OPIK_PROJECT_NAME",
};

/** The variable that names the configuration file. */
const configPath = "OPIK_CONFIG_PATH";

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
 * the configuration file, in this order. `report` is for the command line's doctor: it gets each option that was found in a
 * variable or a file, and the name of that variable or the path of that file.
 */
export function withEnvironment(options, report) {
  if (!builtin("node:fs")) {
    refuse("fromEnv", "Node, Deno or Bun", "a place without environment variables and files; use new AttachmentClient(options)");
  }
  denial = undefined;
  const ownPath = variable(configPath);
  const envFile = readEnvFile(".env", readFile(".env") ?? "");
  // A variable that is empty hides the file's: dotenv sets only those that are not set.
  const value = (name, own = variable(name)) => (own ?? envFile[name])?.trim() || undefined;
  const given = value(configPath, ownPath);
  const path = given ?? "~/.opik.config";
  const text = readFile(path);
  if (given && text === undefined) refuse(configPath, "the path of a file", `"${given}"`);
  const file = readConfigFile(path, text ?? "");
  const all = {};
  for (const [name, from] of Object.entries(variables)) {
    all[name] = options[name] ?? value(from) ?? (file[name] || undefined);
    if (options[name] == null) report?.(name, value(from) ? (variable(from) == null ? ".env" : from) : file[name] && path);
  }
  // Without a base URL, requests would go to Opik's cloud.
  if (denial && !all.apiUrl) refuse("fromEnv", "to be allowed to read variables and files", denial);
  return all;
}

/** Whether variables are set whose options are not given. */
export function hasUnreadVariables(options) {
  return Object.entries(variables).some(([name, from]) => options?.[name] == null && variable(from)?.trim());
}

/** Whether the environment names a proxy that fetch does not use: Deno's and Bun's do. */
export function ignoresProxy() {
  const named = () => ["http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"].some((name) => process.env[name]);
  return isNode() && process.env.NODE_USE_ENV_PROXY !== "1" && named();
}
