// The help: of all commands, or of one.
import { options } from "./options.js";
import { wrap } from "./text.js";

const target = "--project NAME (--trace ID | --span ID)";
const settings = `Settings come from options, else from OPIK_PROJECT_NAME, OPIK_WORKSPACE and OPIK_URL_OVERRIDE, else \
from ~/.opik.config (or the file at OPIK_CONFIG_PATH), as in Opik's SDKs. The API key has no option, because everybody \
on the machine can see command lines: it is OPIK_API_KEY, or in that file.`;
const status = "Exit status: 0 if all went well, 1 if something failed, 2 if the command line is wrong.";

const commands = {
  ls: {
    does: "lists attachments",
    usage: `ls ${target} [FILE...]`,
    about: [
      `Shows size, type and name. In a pipe they are separated by tabs, and the size is in bytes. With --json each \
line is { fileName, fileSize, mimeType, previewable }.`,
    ],
  },
  get: {
    does: "downloads attachments",
    usage: `get ${target} [-o PATH] (FILE... | --all)`,
    about: [
      `Downloads to the current folder, or to PATH: a folder, a file name for one attachment, or - for stdout. Nothing \
is overwritten without --force; --if-exists skip leaves a file of the same size alone.`,
      `No file is ever written outside the folder. What is unsafe in a name becomes _: separators, what some system \
forbids, a leading dot. Names that are too long, or differ only by case, get a tag such as ~1f2e3d4c.`,
      `An interrupted download stays as NAME.DIGEST.opik-part, and the same command goes on with it if the attachment \
is still the same by its size and ETag. If it was replaced, or has no ETag (an Opik without an object store gives \
none), the download starts anew.`,
    ],
  },
  put: {
    does: "uploads files",
    usage: `put ${target} FILE...`,
    about: [
      `Stores each FILE under the last part of its path; one that fails does not stop the others. FILE may be - for \
stdin, with --name; that is held in memory, 4 GB at most.`,
      `A name is unique on its trace or span. --if-exists says what happens when it is taken: replace (the default), \
error, or skip, which leaves a file of the same size alone. A project that does not exist is created.`,
      `Names such as input-attachment-1-2.png are refused, since Opik deletes them at the next update of the trace or \
span; --allow-reserved-name takes them. With -sdk before the dot they are safe.`,
    ],
  },
  rm: {
    does: "deletes attachments",
    usage: `rm ${target} (FILE... | --all)`,
    about: ["A FILE that is not there is an error. --all asks first; without a terminal it needs --yes or --force."],
  },
};

const anyUsage = `Usage: opik-attachments <ls|get|put|rm> ${target} [FILE...]`;

/** The short usage, for those who gave no command. */
export const usage = `${anyUsage}\nSee opik-attachments --help.\n`;

/** The help of one command, or of all if none is named, in so many columns. */
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
  const lines = Object.entries(commands).map(([name, { does }]) => `  ${name.padEnd(3)}  ${does}\n`);
  return [
    paragraph(anyUsage),
    paragraph("Works with the files attached to Opik traces and spans."),
    `Commands, each with a --help of its own:\n${lines.join("")}`,
    paragraph(settings),
    paragraph(status),
  ];
}

const switchOf = (name, { short, value }) => `${short ? `-${short}, ` : ""}--${name}${value ? ` ${value}` : ""}`;

function noteOf({ for: takers, help }, command) {
  if (command) return help[command] ?? help;
  if (typeof help === "string") return takers.length === 4 ? help : `${takers.join(", ")}: ${help}`;
  return takers.map((taker) => `${taker}: ${help[taker]}`).join("; ");
}

/** Two columns; on a narrow terminal, the second one below the first. */
function table(rows, width) {
  const first = Math.max(...rows.map(([term]) => term.length)) + 4;
  const isNarrow = width - first < 30;
  const indent = isNarrow ? 6 : first;
  return rows
    .map(([term, text]) => {
      const lines = wrap(text, width - indent).map((line) => " ".repeat(indent) + line);
      const head = `  ${term}`;
      return isNarrow ? [head, ...lines] : [head.padEnd(indent) + lines[0].trimStart(), ...lines.slice(1)];
    })
    .flat()
    .map((line) => `${line}\n`)
    .join("");
}
