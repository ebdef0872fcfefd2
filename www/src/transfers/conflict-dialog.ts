// Asks what to do with files whose names exist.
import { textButton } from "../dom/button";
import { element } from "../dom/element";
import { count } from "../format/plural";
import { escapeDeceptive } from "../../../pkg/shared/deceptive-characters.js";
import type { Choice } from "../uploads/uploads";

const shownNames = 5;

export function askAboutConflicts(names: string[]): Promise<Choice | undefined> {
  return new Promise((resolve) => {
    const answer = (choice: Choice) => () => dialog.close(choice);
    const more = names.length - shownNames;
    const title = element(
      "h2",
      { id: "conflict-title" },
      names.length === 1 ? "A file of this name exists" : `${count(names.length, "file")} exist already`,
    );
    const dialog = element(
      "dialog",
      { className: "conflict" },
      title,
      element(
        "ul",
        {},
        ...names.slice(0, shownNames).map((name) => element("li", {}, element("bdi", {}, escapeDeceptive(name)))),
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
      resolve((dialog.returnValue || undefined) as Choice | undefined);
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}
