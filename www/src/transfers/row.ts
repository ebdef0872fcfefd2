// The row of a transfer: its name, progress and actions.

import { escapeDeceptive } from "../../../pkg/shared/deceptive-characters.js";
import { iconButton, textButton } from "../dom/button";
import { element, setText } from "../dom/element";
import { type IconName, icon } from "../dom/icon";
import { errorDialog } from "../errors/error-dialog";
import { describe } from "./describe";
import type { TransferQueue } from "./queue";
import type { Transfer, TransferState } from "./transfer";

export class TransferRow {
  readonly element: HTMLElement;
  readonly #transfer: Transfer;
  readonly #queue: TransferQueue;
  readonly #picture = element("span", { className: "picture" });
  readonly #detail = element("p", { className: "detail" });
  readonly #progress = element("progress", { max: 1 });
  readonly #buttons = element("div", { className: "buttons" });
  #state: TransferState | undefined;

  constructor(transfer: Transfer, queue: TransferQueue) {
    this.#transfer = transfer;
    this.#queue = queue;
    const name = escapeDeceptive(transfer.plan.fileName);
    this.#progress.ariaLabel = name;
    this.element = element(
      "div",
      { role: "listitem", className: "transfer" },
      this.#picture,
      element("p", { className: "name", title: name }, element("bdi", {}, name)),
      this.#detail,
      this.#progress,
      this.#buttons,
    );
  }

  update(): void {
    const { state, loaded, plan } = this.#transfer;
    setText(this.#detail, describe(this.#transfer, navigator.onLine));
    this.#progress.value = plan.total > 0 ? loaded / plan.total : 0;
    if (state === this.#state) return;
    this.#state = state;
    this.element.dataset.state = state;
    this.#picture.replaceChildren(icon(this.#icon(state)));
    const hadFocus = this.#buttons.contains(document.activeElement);
    this.#buttons.replaceChildren(...this.#actions(state));
    if (hadFocus) this.#buttons.querySelector("button")?.focus();
  }

  #icon(state: TransferState): IconName {
    if (state === "done") return "check";
    if (state === "failed") return "warning";
    return this.#transfer.plan.direction === "up" ? "up" : "down";
  }

  #actions(state: TransferState): HTMLElement[] {
    const transfer = this.#transfer;
    const queue = this.#queue;
    const name = escapeDeceptive(transfer.plan.fileName);
    if (state === "waiting" || state === "running")
      return [iconButton("close", `Cancel ${name}`, () => queue.cancel(transfer))];
    const dismiss = iconButton("close", `Dismiss ${name}`, () => queue.remove(transfer));
    if (state === "done" || state === "skipped") return [dismiss];
    const retry = iconButton("retry", `Retry ${name}`, () => queue.retry(transfer));
    if (state === "cancelled") return [retry, dismiss];
    const alternatives = transfer.alternatives.map(({ label, plan }) =>
      textButton(label, () => queue.substitute(transfer, plan)),
    );
    const details = textButton("Details", () => errorDialog(transfer.error), { className: "quiet" });
    return [details, ...(alternatives.length > 0 ? alternatives : [retry]), dismiss];
  }
}
