// The client with the settings of the command line, and the trace or span.
import { codedError } from "./errors.js";
import { globToRegExp } from "./glob.js";

const noMatch = (count) =>
  codedError("ATTACHMENT_NOT_FOUND", "no attachment matches this pattern", `There are ${count} attachments in all.`);

export class Session {
  #Client;
  /** The options of the client that the command line gives. */
  options;

  /** The fields that every call takes. */
  target;
  #client;

  /** Resolves to a session for these option `values`. With --debug, `note` gets a line for each retry. */
  static async open({ url, workspace, project, trace, span, debug }, signal, note) {
    const session = new Session();
    const { AttachmentClient } = await import("opik-attachments");
    const onRetry = ({ operation, attempt, delay, error }) =>
      note(`${operation}: attempt ${attempt} failed, next one in ${Math.ceil(delay)} ms: ${error.message}`);
    session.#Client = AttachmentClient;
    session.options = { apiUrl: url, workspaceName: workspace, projectName: project, ...(debug && { onRetry }) };
    session.target = { entityType: trace ? "trace" : "span", entityId: trace ?? span, signal };
    return session;
  }

  /** The client. Throws if a setting is wrong. */
  get client() {
    this.#client ??= this.clientWith({});
    return this.#client;
  }

  /** Returns a client with the same settings and additional `options`. */
  clientWith(options) {
    return this.#Client.fromEnv({ ...this.options, ...options });
  }

  /** Resolves to all attachments, sorted by name. */
  async #list() {
    const rows = await this.client.getAttachmentList(this.target);
    return rows.sort((one, other) => (one.fileName < other.fileName ? -1 : 1));
  }

  /**
   * Resolves to the `rows` with these `names` in their order, or all rows if there are no names; `missing`, a map from
   * names that do not exist to errors; and `several`, which is whether more than one row could have been selected. With
   * `patterns`, a name that does not exist can be a pattern.
   */
  async select(names, { patterns = false } = {}) {
    const all = await this.#list();
    const missing = new Map();
    if (names.length === 0) return { rows: all, missing, several: true };
    const byName = new Map(all.map((row) => [row.fileName, row]));
    const rows = new Set();
    let several = names.length > 1;
    for (const name of new Set(names)) {
      const pattern = patterns && !byName.has(name) ? globToRegExp(name.normalize()) : undefined;
      const found = pattern
        ? all.filter(({ fileName }) => pattern.test(fileName.normalize()))
        : [byName.get(name)].filter(Boolean);
      for (const row of found) rows.add(row);
      if (found.length === 0) missing.set(name, pattern ? noMatch(all.length) : await this.#whyMissing(name));
      several ||= pattern !== undefined;
    }
    return { rows: [...rows], missing, several };
  }

  /** Resolves to the package's error for a name that does not exist. Its hint has the closest names. */
  async #whyMissing(fileName) {
    try {
      const stream = await this.client.downloadAttachment({ ...this.target, fileName });
      await stream.cancel();
      return new Error("it was uploaded a moment ago: try again");
    } catch (error) {
      this.target.signal.throwIfAborted();
      return error;
    }
  }
}
