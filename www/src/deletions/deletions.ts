// Deletions that can still be taken back: they are sent only when their time is up. A page that is closed before
// deletes nothing.
import type { Connection } from "../connection/connection";
import { Changes } from "../dom/change-notifier";

export const graceMs = 8000;

export interface Deletion {
  readonly connection: Connection;
  readonly fileNames: readonly string[];
  readonly timer: ReturnType<typeof setTimeout>;
}

export class Deletions {
  readonly changes = new Changes();
  readonly #waiting = new Set<Deletion>();
  /** Sent, and not answered yet. Their names stay hidden, too. */
  readonly #sent = new Map<Deletion, Promise<void>>();
  readonly #failed: (error: unknown, deletion: Deletion) => void;
  readonly #deleted: (deletion: Deletion) => Promise<void>;

  constructor(events: {
    failed: (error: unknown, deletion: Deletion) => void;
    /** What it resolves to is waited for before the names are shown again, if they still exist. */
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

  /** Names of that connection's place that are to be gone. */
  hidden(connection: Connection | undefined): Set<string> {
    const all = [...this.#waiting, ...this.#sent.keys()];
    return new Set(all.filter((deletion) => deletion.connection === connection).flatMap(({ fileNames }) => fileNames));
  }

  plan(connection: Connection, fileNames: readonly string[]): void {
    const deletion = { connection, fileNames, timer: setTimeout(() => void this.#send(deletion), graceMs) };
    this.#waiting.add(deletion);
    this.changes.tell();
  }

  undo(deletion: Deletion): void {
    clearTimeout(deletion.timer);
    this.#waiting.delete(deletion);
    this.changes.tell();
  }

  /** Sends what concerns a name now: a file that is about to be uploaded under it must not be deleted later. */
  async settle(fileName: string): Promise<void> {
    const concerned = (deletion: Deletion) => deletion.fileNames.includes(fileName);
    await Promise.all([...this.#waiting].filter(concerned).map((deletion) => this.#send(deletion)));
    await Promise.all([...this.#sent].filter(([deletion]) => concerned(deletion)).map(([, sent]) => sent));
  }

  #send(deletion: Deletion): Promise<void> {
    clearTimeout(deletion.timer);
    this.#waiting.delete(deletion);
    const sent = this.#ask(deletion).finally(() => {
      this.#sent.delete(deletion);
      this.changes.tell();
    });
    this.#sent.set(deletion, sent);
    this.changes.tell();
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
