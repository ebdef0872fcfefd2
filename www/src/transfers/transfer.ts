// An upload or a download, and its state.
import type { TransferProgress } from "opik-attachments";
import { Speed } from "./speed";

export type TransferState = "waiting" | "running" | "done" | "skipped" | "failed" | "cancelled";

/** An alternative to a retry after a failure. */
export interface Alternative {
  label: string;
  plan: TransferPlan;
}

export interface TransferPlan {
  direction: "up" | "down";
  fileName: string;
  total: number;
  /** Transfers the bytes. */
  work: (signal: AbortSignal, onProgress: (event: TransferProgress) => void) => Promise<void>;
  alternatives?: (error: unknown) => Alternative[];
}

let made = 0;

export class Transfer {
  readonly id = String((made += 1));
  readonly plan: TransferPlan;
  state: TransferState = "waiting";
  loaded = 0;
  error: unknown;
  speed = new Speed();
  #abort = new AbortController();

  constructor(plan: TransferPlan) {
    this.plan = plan;
  }

  get isActive(): boolean {
    return this.state === "waiting" || this.state === "running";
  }

  get alternatives(): Alternative[] {
    return this.state === "failed" ? (this.plan.alternatives?.(this.error) ?? []) : [];
  }

  /** Runs the transfer. Never rejects: errors become the state. */
  async run(changed: () => void): Promise<void> {
    this.state = "running";
    this.speed = new Speed();
    this.#abort = new AbortController();
    const { signal } = this.#abort;
    this.#note(0);
    changed();
    try {
      await this.plan.work(signal, ({ loaded }) => {
        this.#note(loaded);
        changed();
      });
      // Empty and skipped files report no progress.
      this.loaded = this.plan.total;
      this.state = "done";
    } catch (error) {
      this.error = error;
      this.state = signal.aborted ? "cancelled" : "failed";
    }
    changed();
  }

  cancel(): void {
    if (this.state === "waiting") this.state = "cancelled";
    this.#abort.abort(new DOMException("cancelled on the page", "AbortError"));
  }

  /** Returns to the initial state. */
  reset(): void {
    this.state = "waiting";
    this.loaded = 0;
    this.error = undefined;
  }

  #note(loaded: number): void {
    this.loaded = loaded;
    this.speed.note(performance.now(), loaded);
  }
}
