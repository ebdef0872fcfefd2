// Deletions that can be undone: each is sent after a delay. If the page is closed before, nothing is deleted.
import type { Connection } from "../connection/connection";
import { ChangeNotifier } from "../dom/change-notifier";

export const undoMs = 8000;

export interface Deletion {
  readonly connection: Connection;
  readonly fileNames: readonly string[];
  readonly timer: ReturnType<typeof setTimeout>;
}

export class Deletions {
  readonly changes = new ChangeNotifier();
  readonly #waiting = new Set<Deletion>();
  /** Deletions that are sent and not answered yet. Their names stay hidden, too. */
  readonly #sent = new Map<Deletion, Promise<void>>();
  readonly #failed: (error: unknown, deletion: Deletion) => void;
  readonly #deleted: (deletion: Deletion) => Promise<void>;

  constructor(events: {
    failed: (error: unknown, deletion: Deletion) => void;
    /** The names stay hidden until the promise settles. */
    deleted: (deletion: Deletion) => Promise<void>;
  }) {
    this.#failed = events.failed;
    this.#deleted = events.deleted;
  }

  get waiting(): Iterable<Deletion> {
    return this.#waiting;
  }

  get isPending(): boolean {
    return this.#waiting.size + this.#sent.size > 0;
  }

  /** Returns the names that the list of this connection must not show. */
  hidden(connection: Connection | undefined): Set<string> {
    const all = [...this.#waiting, ...this.#sent.keys()];
    return new Set(all.filter((deletion) => deletion.connection === connection).flatMap(({ fileNames }) => fileNames));
  }

  plan(connection: Connection, fileNames: readonly string[]): void {
    const deletion = { connection, fileNames, timer: setTimeout(() => void this.#send(deletion), undoMs) };
    this.#waiting.add(deletion);
    this.changes.notify();
  }

  undo(deletion: Deletion): void {
    clearTimeout(deletion.timer);
    this.#waiting.delete(deletion);
    this.changes.notify();
  }

  /** Sends the deletions of a name now, so that a file which is then uploaded under it is not deleted later. */
  async flush(fileName: string): Promise<void> {
    const concerned = (deletion: Deletion) => deletion.fileNames.includes(fileName);
    await Promise.all([...this.#waiting].filter(concerned).map((deletion) => this.#send(deletion)));
    await Promise.all([...this.#sent].filter(([deletion]) => concerned(deletion)).map(([, sent]) => sent));
  }

  #send(deletion: Deletion): Promise<void> {
    clearTimeout(deletion.timer);
    this.#waiting.delete(deletion);
    const sent = this.#ask(deletion).finally(() => {
      this.#sent.delete(deletion);
      this.changes.notify();
    });
    this.#sent.set(deletion, sent);
    this.changes.notify();
    return sent;
  }

  async #ask(deletion: Deletion): Promise<void> {
    const { client, target } = deletion.connection;
    try {
      await client.deleteAttachments({ ...target, fileNames: [...deletion.fileNames] });
    } catch (error) {
      this.#failed(error, deletion);
      return;
    }
    await this.#deleted(deletion);
  }
}
