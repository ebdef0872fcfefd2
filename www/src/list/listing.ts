// The attachments of the current connection, as last listed.
import type { Attachment } from "opik-attachments";
import type { Connection } from "../connection/connection";
import { ChangeNotifier } from "../dom/change-notifier";
import { isNetworkFailure } from "../errors/explain";

/** Uploads that end within this time cause one refresh. */
const settleMs = 400;

export class Listing {
  readonly changes = new ChangeNotifier();
  connection: Connection | undefined;
  attachments: readonly Attachment[] = [];
  state: "loading" | "ready" | "failed" = "loading";
  error: unknown;
  /** Why the list could not be read again, if it could not. */
  staleness: unknown;
  #asking = new AbortController();
  #due: ReturnType<typeof setTimeout> | undefined;

  /** Switches to another connection and lists its attachments. Answers for the former one are ignored. */
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

  /** Lists again. The old list stays until the answer arrives. */
  async refresh(): Promise<void> {
    clearTimeout(this.#due);
    const { connection } = this;
    if (!connection) return;
    this.#asking.abort();
    this.#asking = new AbortController();
    const { signal } = this.#asking;
    if (this.state === "failed") this.state = "loading";
    this.changes.notify();
    try {
      this.attachments = await connection.client.getAttachmentList({ ...connection.target, signal });
      this.state = "ready";
      this.error = undefined;
      this.staleness = undefined;
    } catch (error) {
      if (signal.aborted) return;
      this.#fail(error);
    }
    this.changes.notify();
  }

  refreshSoon(): void {
    clearTimeout(this.#due);
    this.#due = setTimeout(() => void this.refresh(), settleMs);
  }

  #fail(error: unknown): void {
    // An old list is better than none while there is no network.
    if (this.state === "ready" && isNetworkFailure(error)) {
      this.staleness = error;
      this.changes.notify();
      return;
    }
    this.attachments = [];
    this.state = "failed";
    this.error = error;
    this.changes.notify();
  }
}
