// The output of commands: results on stdout, for terminals, for pipes or as JSON; errors on stderr.
import { escapeDeceptive } from "../../shared/deceptive-characters.js";
import { formatBytes } from "../../shared/format.js";
import { columnsOf, fill, shorten } from "./text.js";

const gap = "  ";
const sizeColumns = "99.9 MiB".length;
const minCell = "application/pdf".length;

export class Output {
  /** Whether something has failed. */
  failed = false;
  #progress;
  #json;
  #debug;

  constructor(progress, { json, debug }) {
    this.#progress = progress;
    this.#json = json;
    this.#debug = debug;
  }

  /** Prints a line for each record: its JSON, or the cells that `cellsOf` returns for it. */
  records(records, cellsOf) {
    if (this.#json) this.#print(records.map((record) => JSON.stringify(record)));
    else this.#print(linesOf(records.map(cellsOf), process.stdout));
  }

  /** Prints the result of one file: its `status` and other fields. `shown` is its name for people. */
  result(record, shown = record.fileName) {
    this.records([record], ({ status, fileSize }) => [status, ...(fileSize === undefined ? [] : [fileSize]), shown]);
  }

  /** Prints the failure of one file. `about` is its name for people. */
  failure(fileName, error, about = fileName) {
    const { code, message, hint } = error;
    if (this.#json) this.#print([JSON.stringify({ fileName, status: "failed", error: { code, message, hint } })]);
    this.error(error, about);
  }

  /** Prints an error, of the file `about` if it is given. */
  error(error, about) {
    this.failed = true;
    const { code, hint } = error;
    const message = error.message || String(error);
    const isNamed = about === undefined || message.startsWith(`${about}: `);
    const named = isNamed ? message : `${about}: ${message}`;
    const coded = code === undefined || message.includes(code) ? named : `${named} (${code})`;
    this.note(`opik-attachments: ${coded}`);
    if (hint) this.note(`  ${hint}`);
    if (this.#debug) this.#explain(error);
  }

  /** Prints a line on stderr. */
  note(text) {
    this.#progress.clear();
    process.stderr.write(`${escapeDeceptive(text)}\n`);
  }

  /** Prints lines on stdout. */
  lines(lines) {
    this.#print(lines.map(escapeDeceptive));
  }

  #explain(error) {
    for (let each = error; each instanceof Error; each = each.cause) {
      for (const line of String(each.stack).split("\n")) this.note(`  ${line}`);
    }
  }

  #print(lines) {
    this.#progress.clear();
    if (lines.length > 0) process.stdout.write(`${lines.join("\n")}\n`);
  }
}

/** Formats rows of cells as lines: in columns for terminals, otherwise separated by tabs and with sizes in bytes. */
function linesOf(rows, { isTTY, columns }) {
  if (!isTTY) return rows.map((cells) => cells.map((cell) => escapeDeceptive(String(cell))).join("\t"));
  // Some types are as long as a line. Names are never cut, because people copy them.
  const most = Math.max(minCell, Math.floor(columns / 3));
  const cellOf = (cell) =>
    typeof cell === "number" ? formatBytes(cell).padStart(sizeColumns) : shorten(escapeDeceptive(cell), most);
  const texts = rows.map((cells) => [...cells.slice(0, -1).map(cellOf), escapeDeceptive(cells.at(-1))]);
  const widths = rows[0]?.slice(0, -1).map((_, column) => Math.max(...texts.map((row) => columnsOf(row[column]))));
  return texts.map((row) => row.map((text, column) => fill(text, widths[column] ?? columnsOf(text))).join(gap));
}
