// The report of the doctor: a line for each finding, and a hint below it where there is something to do.
import { columnsOf, wrap } from "./text.js";

const labels = {
  settings: "Settings",
  apiUrl: "API URL",
  apiKey: "API key",
  workspaceName: "Workspace",
  projectName: "Project",
  server: "Server",
  access: "Access",
  project: "Project",
  mode: "Mode",
  clock: "Clock",
  backendCors: "Backend CORS",
  bucket: "Bucket",
  bucketCors: "Bucket CORS",
};
const labelColumns = Math.max(...Object.values(labels).map(columnsOf)) + 2;
const statuses = { ok: "ok", warning: "warning", failed: "FAILED", skipped: "-" };
const statusColumns = Math.max(...Object.values(statuses).map(columnsOf)) + 2;
const maxColumns = 100;
/** Shorter ones would be found in ordinary words. */
const minSecretLength = 6;

export class Report {
  #output;
  #json;
  #secret;
  #counts = { ok: 0, warning: 0, failed: 0, skipped: 0 };

  constructor(output, { json }) {
    this.#output = output;
    this.#json = json;
  }

  /** Replaces a key in whatever is printed from now on: a server may repeat it in a message. */
  hide(secret) {
    this.#secret = secret;
  }

  add(finding) {
    const safe = this.#withoutSecret(finding);
    if (!this.#json && safe.check === "server") this.#output.lines([""]);
    this.#counts[safe.status] += 1;
    if (safe.status === "failed") this.#output.failed = true;
    if (this.#json) this.#output.lines([JSON.stringify(safe)]);
    else this.#output.lines(linesOf(safe, Math.min(process.stdout.columns || 80, maxColumns)));
  }

  /** Prints the sum. */
  end() {
    if (this.#json) return;
    const { failed, warning } = this.#counts;
    const parts = [counted(failed, "check failed", "checks failed"), counted(warning, "warning", "warnings")];
    const sum = parts.filter(Boolean).join(", ");
    this.#output.lines(["", sum ? `${sum}.` : "No problems found."]);
  }

  #withoutSecret(finding) {
    if (!(this.#secret?.length >= minSecretLength)) return finding;
    return JSON.parse(
      JSON.stringify(finding, (_, value) =>
        typeof value === "string" ? value.replaceAll(this.#secret, "***") : value,
      ),
    );
  }
}

const counted = (number, one, several) => number > 0 && `${number} ${number === 1 ? one : several}`;

function linesOf({ check, status, message, hint, source }, columns) {
  const head = statuses[status].padEnd(statusColumns) + labels[check].padEnd(labelColumns);
  const indent = head.length;
  const text = source ? `${message} (${source === "default" ? source : `from ${source}`})` : message;
  const [first, ...rest] = wrap(text, columns - indent);
  const indented = (line, more = 0) => " ".repeat(indent + more) + line;
  const hints = hint ? wrap(hint, columns - indent - 2).map((line) => indented(line, 2)) : [];
  return [head + first, ...rest.map((line) => indented(line)), ...hints];
}
