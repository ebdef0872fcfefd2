// The queue of transfers, with limited concurrency.
import { ChangeNotifier } from "../dom/change-notifier";
import { isNetworkFailure } from "../errors/explain";
import { Transfer, type TransferPlan } from "./transfer";

/** Each upload sends several requests at once, and browsers open six connections to a server. */
const maxConcurrent = 3;

export class TransferQueue {
  readonly changes = new ChangeNotifier();
  readonly #transfers: Transfer[] = [];
  #running = 0;

  constructor() {
    addEventListener("online", () => this.#resume());
  }

  get transfers(): readonly Transfer[] {
    return this.#transfers;
  }

  get isActive(): boolean {
    return this.#transfers.some((transfer) => transfer.isActive);
  }

  /** Adds transfers before all others, in their order. */
  add(plans: TransferPlan[]): void {
    this.#transfers.unshift(...plans.map((plan) => new Transfer(plan)));
    this.#startNext();
  }

  /** Adds a transfer that is skipped. */
  addSkipped(plan: TransferPlan): void {
    const transfer = new Transfer(plan);
    transfer.state = "skipped";
    this.#transfers.unshift(transfer);
    this.changes.notify();
  }

  retry(transfer: Transfer): void {
    transfer.reset();
    this.#startNext();
  }

  /** Replaces a transfer by another plan, in the same row. */
  substitute(transfer: Transfer, plan: TransferPlan): void {
    this.#transfers[this.#transfers.indexOf(transfer)] = new Transfer(plan);
    this.#startNext();
  }

  cancel(transfer: Transfer): void {
    transfer.cancel();
    this.changes.notify();
  }

  remove(transfer: Transfer): void {
    const index = this.#transfers.indexOf(transfer);
    if (index >= 0) this.#transfers.splice(index, 1);
    this.changes.notify();
  }

  cancelAll(): void {
    for (const transfer of this.#transfers.filter(({ isActive }) => isActive)) transfer.cancel();
    this.changes.notify();
  }

  clearEnded(): void {
    this.#transfers.splice(0, Infinity, ...this.#transfers.filter(({ isActive }) => isActive));
    this.changes.notify();
  }

  /** Restarts transfers that failed without network. The client itself retries those that run. */
  #resume(): void {
    for (const transfer of this.#transfers) {
      if (transfer.state === "failed" && isNetworkFailure(transfer.error)) transfer.reset();
    }
    this.#startNext();
  }

  #startNext(): void {
    while (this.#running < maxConcurrent) {
      const next = this.#transfers.find(({ state }) => state === "waiting");
      if (!next) break;
      this.#running += 1;
      void next
        .run(() => this.changes.notify())
        .then(() => {
          this.#running -= 1;
          this.#startNext();
        });
    }
    this.changes.notify();
  }
}
