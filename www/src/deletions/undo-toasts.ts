// A toast for each deletion that can be undone.

import { escapeDeceptive } from "../../../pkg/shared/deceptive-characters.js";
import { textButton } from "../dom/button";
import { element } from "../dom/element";
import { count } from "../format/plural";
import { type Deletion, type Deletions, undoMs } from "./deletions";

export function showUndoToasts(deletions: Deletions, container: HTMLElement): void {
  const toasts = new Map<Deletion, HTMLElement>();
  deletions.changes.subscribe(() => {
    const waiting = new Set(deletions.waiting);
    for (const [deletion, toast] of toasts) {
      if (waiting.has(deletion)) continue;
      toast.remove();
      toasts.delete(deletion);
    }
    for (const deletion of waiting) {
      if (toasts.has(deletion)) continue;
      const toast = undoToast(deletion, () => deletions.undo(deletion));
      toasts.set(deletion, toast);
      container.append(toast);
    }
  });
}

function undoToast({ fileNames }: Deletion, undo: () => void): HTMLElement {
  const [only] = fileNames;
  const what = fileNames.length === 1 ? escapeDeceptive(only as string) : count(fileNames.length, "file");
  return element(
    "div",
    { className: "toast undo" },
    element("p", {}, "Deleting ", element("bdi", {}, what), ` in ${undoMs / 1000} seconds`),
    textButton("Undo", undo, { iconName: "retry" }),
  );
}
