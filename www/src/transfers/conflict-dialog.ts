// The dialog that asks what to do about names that exist.

import { escapeDeceptive } from "../../../pkg/shared/deceptive-characters.js";
import { textButton } from "../dom/button";
import { element } from "../dom/element";
import { count } from "../format/plural";

/** The answer: replace the existing files, skip the new ones, or keep both under different names. */
export type ConflictChoice = "replace" | "skip" | "both";

const maxNames = 5;

export function askAboutConflicts(names: string[]): Promise<ConflictChoice | undefined> {
  return new Promise((resolve) => {
    const answer = (choice: ConflictChoice) => () => dialog.close(choice);
    const more = names.length - maxNames;
    const title = element(
      "h2",
      { id: "conflict-title" },
      names.length === 1 ? "A file of this name exists" : `${count(names.length, "file")} already exist`,
    );
    const dialog = element(
      "dialog",
      { className: "conflict" },
      title,
      element(
        "ul",
        {},
        ...names.slice(0, maxNames).map((name) => element("li", {}, element("bdi", {}, escapeDeceptive(name)))),
        more > 0 ? element("li", { className: "aside" }, `and ${count(more, "other")}`) : undefined,
      ),
      element(
        "div",
        { className: "buttons" },
        textButton("Keep both", answer("both"), { className: "primary" }),
        textButton("Replace", answer("replace")),
        textButton("Skip", answer("skip")),
        textButton("Cancel", () => dialog.close(), { className: "quiet" }),
      ),
    );
    dialog.setAttribute("aria-labelledby", title.id);
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve((dialog.returnValue || undefined) as ConflictChoice | undefined);
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}
