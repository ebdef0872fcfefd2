// The options of all commands, and the parsing of the command line.
import { parseArgs } from "node:util";
import { UsageError } from "./errors.js";

export const allCommands = ["ls", "get", "put", "rm", "doctor"];

const commandList = allCommands.join(", ").replace(/, (?=\w+$)/, " or ");

/**
 * @typedef {object} Option
 * @property {string[]} for The commands that accept it.
 * @property {string} [value] The name of its value, if it takes one.
 * @property {string[]} [choices] The values that it takes, if only these.
 * @property {string} [short] Its one-letter name.
 * @property {string | Record<string, string>} help One text, or one for each command.
 */

/**
 * The options by name.
 *
 * @type {Record<string, Option>}
 */
export const options = {
  trace: { for: allCommands, value: "ID", help: "UUID of the trace" },
  span: { for: allCommands, value: "ID", help: "UUID of the span" },
  project: { for: allCommands, value: "NAME", help: "name of the project" },
  workspace: { for: allCommands, value: "NAME", help: "name of the workspace" },
  url: { for: allCommands, value: "URL", help: "base URL of Opik's API" },
  all: { for: ["get", "rm"], help: "all attachments" },
  output: {
    for: ["get"],
    value: "PATH",
    short: "o",
    help: "folder, file for one attachment, or - for stdout",
  },
  dir: { for: ["get"], help: "treat PATH as a folder, also for one attachment" },
  name: { for: ["put"], value: "NAME", help: "name to store a single FILE under" },
  type: { for: ["put"], value: "TYPE", help: "media type of a single FILE (default: by the extension)" },
  "allow-empty": { for: ["put"], help: "upload an empty file if stdin is empty" },
  "if-exists": {
    for: ["get", "put"],
    value: "WHAT",
    choices: ["replace", "error", "skip"],
    help: "if the name exists: replace, error or skip",
  },
  "allow-reserved-name": { for: ["put"], help: "upload a name that Opik deletes at the next update" },
  force: {
    for: ["get", "rm"],
    short: "f",
    help: { get: "overwrite existing files", rm: "delete without asking; ignore names that do not exist" },
  },
  yes: { for: ["rm"], short: "y", help: "delete without asking" },
  origin: { for: ["doctor"], value: "URL", help: "check CORS for pages of this origin" },
  json: {
    for: allCommands,
    help: {
      ls: "print one line of JSON per file",
      get: "print one line of JSON per file",
      put: "print one line of JSON per file",
      rm: "print one line of JSON per file",
      doctor: "print one line of JSON per check",
    },
  },
  debug: { for: allCommands, help: "print retries and stack traces" },
  help: { for: allCommands, short: "h", help: "print this help" },
  version: { for: allCommands, help: "print the version" },
};

/**
 * Parses the command line into `command`, `files` and option `values`. Throws a `UsageError`.
 *
 * @param {string[]} arguments_
 * @returns {{ command: string | undefined, files: string[], values: any }}
 */
export function parse(arguments_) {
  const { values, positionals, tokens } = read(arguments_);
  const [command, ...files] = positionals;
  if (values.help || values.version)
    return { command: allCommands.includes(command) ? command : undefined, files, values };
  if (command === undefined) throw new UsageError("no command is given", { usage: true });
  if (!allCommands.includes(command)) throw new UsageError(`unknown command "${command}": expected ${commandList}`);
  for (const token of tokens) {
    if (token.kind === "option" && !options[token.name].for.includes(command))
      throw new UsageError(`${command} has no option --${token.name}`);
  }
  check(command, files, values);
  return { command, files, values };
}

/** @returns {{ values: any, positionals: string[], tokens: { kind: string, name?: any }[] }} */
function read(args) {
  /** @type {[string, { type: "string" | "boolean", short?: string }][]} */
  const types = Object.entries(options).map(([name, { value, short }]) => [
    name,
    { type: value ? "string" : "boolean", ...(short && { short }) },
  ]);
  try {
    return parseArgs({ args, options: Object.fromEntries(types), allowPositionals: true, tokens: true });
  } catch (error) {
    // The next sentence of the message is about arguments that begin with a hyphen.
    throw new UsageError(error.message.split(". ")[0]);
  }
}

/** Refuses combinations of options and FILEs. */
function check(command, files, values) {
  const refuse = (condition, message) => {
    if (condition) throw new UsageError(message);
  };
  const isNone = values.trace === undefined && values.span === undefined;
  if (command !== "doctor" || !isNone) {
    refuse(!values.trace === !values.span, "expected --trace ID or --span ID, and not both");
  }
  for (const [name, { choices }] of Object.entries(options)) {
    const wrong = choices && values[name] !== undefined && !choices.includes(values[name]);
    refuse(wrong, `--${name}: expected ${choices?.join(", ")}, got "${values[name]}"`);
  }
  refuse([...files, values.output].includes(""), "expected a name, got an empty one");
  refuse(values.all && files.length > 0, "--all takes no FILE");
  refuse(command === "doctor" && files.length > 0, "doctor takes no FILE");
  refuse(
    ["get", "put", "rm"].includes(command) && !values.all && files.length === 0,
    `${command}: expected at least one FILE`,
  );
  if (command === "get") {
    const others = values.all || values.dir || values.json;
    refuse(values.output === "-" && others, "-o - cannot be combined with --all, --dir or --json");
    refuse(values.force && values["if-exists"], "--force means --if-exists replace: expected only one of them");
  }
  if (command === "put") {
    refuse(files.length > 1 && (values.name || values.type), "--name and --type take a single FILE");
    refuse(files.length > 1 && files.includes("-"), "- (stdin) must be the only FILE");
    refuse(files[0] === "-" && !values.name, "-: stdin has no name: --name is required");
  }
}
