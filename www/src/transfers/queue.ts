// The files on their way: so many at a time, the others wait.
import { Changes } from "../dom/change-notifier";
import { isNetworkFailure } from "../errors/explain";
import { Transfer, type TransferPlan } from "./transfer";

/** Each upload has several requests under way already, and browsers open six connections to a server. */
const lanes = 3;

export class TransferQueue {
  readonly changes = new Changes();
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

  /** Newest first, as people look for what they have just begun; those begun together in their own order. */
  add(plans: TransferPlan[]): void {
    this.#transfers.unshift(...plans.map((plan) => new Transfer(plan)));
    this.#startNext();
  }

  /** Notes a file that was not to be sent. */
  addSkipped(plan: TransferPlan): void {
    const transfer = new Transfer(plan);
    transfer.state = "skipped";
    this.#transfers.unshift(transfer);
    this.changes.tell();
  }

  retry(transfer: Transfer): void {
    transfer.reset();
    this.#startNext();
  }

  /** Does something else with the file, in the same row. */
  substitute(transfer: Transfer, plan: TransferPlan): void {
    this.#transfers[this.#transfers.indexOf(transfer)] = new Transfer(plan);
    this.#startNext();
  }

  cancel(transfer: Transfer): void {
    transfer.cancel();
    this.changes.tell();
  }

  remove(transfer: Transfer): void {
    const index = this.#transfers.indexOf(transfer);
    if (index >= 0) this.#transfers.splice(index, 1);
    this.changes.tell();
  }

  cancelAll(): void {
    for (const transfer of this.#transfers.filter(({ isActive }) => isActive)) transfer.cancel();
    this.changes.tell();
  }

  clearEnded(): void {
    this.#transfers.splice(0, Infinity, ...this.#transfers.filter(({ isActive }) => isActive));
    this.changes.tell();
  }

  /** The network is back: what had failed for want of it begins again. What is under way waits by itself. */
  #resume(): void {
    for (const transfer of this.#transfers) {
      if (transfer.state === "failed" && isNetworkFailure(transfer.error)) transfer.reset();
    }
    this.#startNext();
  }

  #startNext(): void {
    while (this.#running < lanes) {
      const next = this.#transfers.find(({ state }) => state === "waiting");
      if (!next) break;
      this.#running += 1;
      void next
        .run(() => this.changes.tell())
        .then(() => {
          this.#running -= 1;
          this.#startNext();
        });
    }
    this.changes.tell();
  }
}
