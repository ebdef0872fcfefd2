// The help of all commands, or of one.
import { allCommands, options } from "../options.js";
import { wrap } from "./text.js";

const target = "--project NAME (--trace ID | --span ID)";
const settings = `Settings come from the options, then from OPIK_PROJECT_NAME, OPIK_WORKSPACE and OPIK_URL_OVERRIDE in the \
environment or in .env, then from ~/.opik.config (or the file that OPIK_CONFIG_PATH names), as in Opik's SDKs. The API \
key has no option, because other users of the machine can read command lines: set OPIK_API_KEY, or store it in one of \
the files.`;
const status = "Exit status: 0 on success, 1 if something failed, 2 if the command line is wrong.";
const patterns = `In FILE, * matches any characters and ? matches one character, unless an attachment has exactly that \
name. Quote patterns, so that the shell does not expand them.`;

const commands = {
  ls: {
    does: "lists attachments",
    usage: `ls ${target} [FILE...]`,
    about: [
      `Prints the size, type and name of each attachment. In a pipe, the columns are separated by tabs and sizes are in \
bytes. With --json, each line is { fileName, fileSize, mimeType, previewable }.`,
      patterns,
    ],
  },
  get: {
    does: "downloads attachments",
    usage: `get ${target} [-o PATH] (FILE... | --all)`,
    about: [
      `Downloads to the current folder or to PATH. PATH is a folder if it ends in /, if it is an existing folder, if \
several FILEs, a pattern or --all are given, or with --dir. The folder is created if it does not exist. Otherwise PATH is \
the file for the one attachment, or - for stdout.`,
      patterns,
      `Existing files are not overwritten without --force. --if-exists skip keeps a file that has the size of the \
attachment. If PATH is a device, a FIFO, a socket or a file descriptor such as /dev/stdout, the bytes are written to it.`,
      `Files are only created inside the folder. Unsafe characters in names are replaced by _: separators, characters that \
some systems forbid, a leading dot. Names that are too long, or that differ only in case or in replaced characters, get a \
suffix such as ~1f2e3d4c.`,
      `An interrupted download is kept as NAME.DIGEST.opik-part. The same command resumes it if the size and the ETag of \
the attachment are unchanged. Otherwise, or if there is no ETag (Opik without an object store sends none), the download \
starts from the beginning.`,
    ],
  },
  put: {
    does: "uploads files",
    usage: `put ${target} FILE...`,
    about: [
      `Stores each FILE under the last segment of its path. If one fails, the others are still uploaded. FILE can be - \
for stdin, or a FIFO or device; - and file descriptors require --name. Their contents are held in memory, at most 4 GiB. \
Empty contents are an error, unless --allow-empty is given.`,
      `A name is unique on its trace or span. If it exists, --if-exists replace (the default) replaces the attachment, \
error fails, and skip keeps an attachment of the same size. A project that does not exist is created.`,
      `Names such as input-attachment-1-2.png are refused, because Opik deletes them at the next update of the trace or \
span; --allow-reserved-name uploads them anyway. With -sdk before the dot, a name is safe.`,
    ],
  },
  rm: {
    does: "deletes attachments",
    usage: `rm ${target} (FILE... | --all)`,
    about: [
      `Deletes each FILE. A name that does not exist is an error unless --force is given. --all asks for confirmation, \
which requires a terminal, unless --yes or --force is given.`,
    ],
  },
  doctor: {
    does: "checks settings, server, CORS",
    usage: "doctor [--origin URL] [--trace ID | --span ID]",
    about: [
      `Prints the settings with their sources, and checks that the server answers, that it accepts the API key and the \
workspace, which mode it runs, and that the clocks agree. Says what to do about each problem. Creates and changes \
nothing, and never prints the API key.`,
      `With --origin, also checks whether pages of that origin can call the backend and the bucket (CORS). The address of \
the bucket is known only from an attachment: give the --trace or --span of one.`,
      `With --json, each line is { check, status, message, hint }; status is ok, warning, failed or skipped. The exit status \
is 1 if a check failed.`,
    ],
  },
};

const commandColumns = Math.max(...Object.keys(commands).map(({ length }) => length));
const anyUsage = `Usage: opik-attachments <ls|get|put|rm> ${target} [FILE...], or opik-attachments doctor`;

/** The short usage, printed if no command is given. */
export const usage = `${anyUsage}\nSee opik-attachments --help.\n`;

/** Returns the help of a command, or of all if none is given, in at most 80 columns. */
export function help(command, columns) {
  const width = Math.min(columns || 80, 80);
  const paragraph = (text) => `${wrap(text, width).join("\n")}\n`;
  const parts = command ? ofCommand(command, paragraph) : ofAll(paragraph);
  const taken = Object.entries(options).filter(([, each]) => !command || each.for.includes(command));
  parts.splice(
    -1,
    0,
    `Options:\n${table(
      taken.map(([name, each]) => [switchOf(name, each), noteOf(each, command)]),
      width,
    )}`,
  );
  return parts.join("\n");
}

function ofCommand(command, paragraph) {
  const { usage, about } = commands[command];
  return [
    paragraph(`Usage: opik-attachments ${usage}`),
    ...about.map(paragraph),
    paragraph(settings),
    paragraph(status),
  ];
}

function ofAll(paragraph) {
  const lines = Object.entries(commands).map(([name, { does }]) => `  ${name.padEnd(commandColumns)}  ${does}\n`);
  return [
    paragraph(anyUsage),
    paragraph("Lists, downloads, uploads and deletes the files attached to Opik traces and spans."),
    `Commands (see COMMAND --help):\n${lines.join("")}`,
    paragraph(settings),
    paragraph(status),
  ];
}

/** @type {(name: string, option: import("../options.js").Option) => string} */
const switchOf = (name, { short, value }) => `${short ? `-${short}, ` : ""}--${name}${value ? ` ${value}` : ""}`;

/**
 * Returns the help of an option, for one command or with the commands that take it.
 *
 * @param {import("../options.js").Option} option
 * @param {string | undefined} command
 */
function noteOf({ for: takers, help }, command) {
  if (typeof help !== "string" && command) return help[command];
  if (typeof help === "string")
    return command || takers.length === allCommands.length ? help : `${takers.join(", ")}: ${help}`;
  const byText = new Map();
  for (const taker of takers) byText.set(help[taker], [...(byText.get(help[taker]) ?? []), taker]);
  return [...byText].map(([text, those]) => `${those.join(", ")}: ${text}`).join("; ");
}

/** Returns a table of two columns; on a narrow terminal, the second column is below the first. */
function table(rows, width) {
  const first = Math.max(...rows.map(([term]) => term.length)) + 4;
  const isNarrow = width - first < 30;
  const indent = isNarrow ? 6 : first;
  return rows
    .flatMap(([term, text]) => {
      const lines = wrap(text, width - indent).map((line) => " ".repeat(indent) + line);
      const head = `  ${term}`;
      return isNarrow ? [head, ...lines] : [head.padEnd(indent) + lines[0].trimStart(), ...lines.slice(1)];
    })
    .map((line) => `${line}\n`)
    .join("");
}
