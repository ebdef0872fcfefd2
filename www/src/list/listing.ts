// What the place has, as far as the server has said.
import type { Attachment } from "opik-attachments";
import type { Connection } from "../connection/connection";
import { Changes } from "../dom/change-notifier";
import { isNetworkFailure } from "../errors/explain";

/** Uploads that end one after another are one reason to look again, not many. */
const settleMs = 400;

export class Listing {
  readonly changes = new Changes();
  connection: Connection | undefined;
  attachments: readonly Attachment[] = [];
  state: "loading" | "ready" | "failed" = "loading";
  error: unknown;
  /** Why the list could not be read again, if it could not. */
  staleness: unknown;
  #asking = new AbortController();
  #due: ReturnType<typeof setTimeout> | undefined;

  /** Shows another place, or why there is none. What was asked of the former one does not matter any more. */
  open(connect: () => Connection): Promise<void> {
    this.connection = undefined;
    this.attachments = [];
    this.staleness = undefined;
    this.state = "loading";
    try {
      this.connection = connect();
    } catch (error) {
      this.#asking.abort();
      this.#fail(error);
      return Promise.resolve();
    }
    return this.refresh();
  }

  /** Asks again. The list stays as it is until the answer is there. */
  async refresh(): Promise<void> {
    clearTimeout(this.#due);
    const { connection } = this;
    if (!connection) return;
    this.#asking.abort();
    this.#asking = new AbortController();
    const { signal } = this.#asking;
    if (this.state === "failed") this.state = "loading";
    this.changes.tell();
    try {
      this.attachments = await connection.client.getAttachmentList({ ...connection.target, signal });
      this.state = "ready";
      this.error = undefined;
      this.staleness = undefined;
    } catch (error) {
      if (signal.aborted) return;
      this.#fail(error);
    }
    this.changes.tell();
  }

  refreshSoon(): void {
    clearTimeout(this.#due);
    this.#due = setTimeout(() => void this.refresh(), settleMs);
  }

  #fail(error: unknown): void {
    // A list from before is better than none while there is no network.
    if (this.state === "ready" && isNetworkFailure(error)) {
      this.staleness = error;
      this.changes.tell();
      return;
    }
    this.attachments = [];
    this.state = "failed";
    this.error = error;
    this.changes.tell();
  }
}
