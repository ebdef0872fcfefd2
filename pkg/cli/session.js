// The package's client, as the command line configures it, and the trace or span that is meant.
import { printable } from "./text.js";

export class Session {
  #Client;
  #options;

  /** What every call takes. */
  target;
  client;

  /** Resolves to a session for these option `values`; `note` gets a line for each request that is sent again. */
  static async open({ url, workspace, project, trace, span, debug }, signal, note) {
    const session = new Session();
    const { AttachmentClient } = await import("opik-attachments");
    const onRetry = ({ operation, attempt, delay, error }) =>
      note(`${operation}: attempt ${attempt} failed, another in ${Math.ceil(delay)} ms: ${printable(error.message)}`);
    session.#Client = AttachmentClient;
    session.#options = { apiUrl: url, workspaceName: workspace, projectName: project, ...(debug && { onRetry }) };
    session.client = session.clientWith({});
    session.target = { entityType: trace ? "trace" : "span", entityId: trace ?? span, signal };
    return session;
  }

  /** A client of the same configuration with other `options` besides. */
  clientWith(options) {
    return this.#Client.fromEnv({ ...this.#options, ...options });
  }

  /** All attachments, in order of their names. */
  async #list() {
    const rows = await this.client.getAttachmentList(this.target);
    return rows.sort((one, other) => (one.fileName < other.fileName ? -1 : 1));
  }

  /** The rows of these `names` in their order, or all rows; and for each name that is not there, why. */
  async select(names) {
    const rows = await this.#list();
    if (names.length === 0) return { rows, missing: new Map() };
    const byName = new Map(rows.map((row) => [row.fileName, row]));
    const wanted = [...new Set(names)];
    const missing = new Map();
    for (const name of wanted) if (!byName.has(name)) missing.set(name, await this.#whyMissing(name));
    return { rows: wanted.filter((name) => byName.has(name)).map((name) => byName.get(name)), missing };
  }

  /** The package's own error for a name that is not there, which knows the closest ones. */
  async #whyMissing(fileName) {
    try {
      const stream = await this.client.downloadAttachment({ ...this.target, fileName });
      await stream.cancel();
      return new Error("it was uploaded just now; try again");
    } catch (error) {
      this.target.signal.throwIfAborted();
      return error;
    }
  }
}
