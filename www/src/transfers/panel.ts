// The panel below the list: the progress of all transfers, and a row for each.
import { announce } from "../dom/announce";
import { textButton } from "../dom/button";
import { byId, element, setText } from "../dom/element";
import { VirtualRows } from "../dom/virtual-rows";
import { moving } from "./describe";
import type { TransferQueue } from "./queue";
import { TransferRow } from "./row";
import type { Transfer } from "./transfer";

export function transferPanel(queue: TransferQueue): void {
  const panel = byId("transfers", HTMLElement);
  const title = element("h2", {});
  const sum = element("p", { className: "detail" });
  const cancelAll = textButton("Cancel all", () => queue.cancelAll(), { className: "quiet" });
  const clear = textButton("Clear finished", () => queue.clearEnded(), { className: "quiet" });
  const body = element("div", { className: "rows", role: "list" });
  const viewport = element("div", { className: "viewport" }, body);
  panel.append(element("header", {}, title, sum, cancelAll, clear), viewport);

  const rows = new WeakMap<HTMLElement, TransferRow>();
  const virtual = new VirtualRows<Transfer, HTMLElement>({
    viewport,
    body,
    key: ({ id }) => id,
    create: (transfer) => {
      const row = new TransferRow(transfer, queue);
      rows.set(row.element, row);
      return row.element;
    },
    update: (made) => rows.get(made)?.update(),
  });

  let wasActive = false;
  const update = () => {
    const { transfers } = queue;
    const active = transfers.filter(({ isActive }) => isActive);
    const ended = transfers.filter(({ isActive }) => !isActive);
    panel.hidden = transfers.length === 0;
    cancelAll.hidden = active.length === 0;
    clear.hidden = ended.length === 0;
    setText(title, active.length > 0 ? `${active.length.toLocaleString("en")} under way` : result(transfers));
    setText(sum, active.length > 0 ? combinedProgress(active) : "");
    virtual.items = [...active, ...ended];
    if (wasActive && active.length === 0) announce(result(transfers));
    wasActive = active.length > 0;
  };
  queue.changes.subscribe(update);
  for (const event of ["online", "offline"]) addEventListener(event, update);
}

/** Returns the total progress of the active transfers. */
function combinedProgress(active: readonly Transfer[]): string {
  const sum = (of: (transfer: Transfer) => number) => active.reduce((total, transfer) => total + of(transfer), 0);
  const running = active.filter(({ state }) => state === "running");
  const speed = running.reduce((total, transfer) => total + transfer.speed.bytesPerSecond, 0);
  return moving(
    sum(({ loaded }) => loaded),
    sum(({ plan }) => plan.total),
    speed,
  );
}

/** Returns the number of transfers by result: `2 uploaded, 1 failed`. */
function result(transfers: readonly Transfer[]): string {
  const words = new Map<string, number>();
  for (const { state, plan } of transfers) {
    const word = state === "done" ? (plan.direction === "up" ? "uploaded" : "downloaded") : state;
    words.set(word, (words.get(word) ?? 0) + 1);
  }
  return [...words].map(([word, number]) => `${number.toLocaleString("en")} ${word}`).join(", ");
}
