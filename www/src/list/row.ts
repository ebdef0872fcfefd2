// One row of the list: a checkbox, a thumbnail, the name, type and size, and actions.
import type { Attachment } from "opik-attachments";
import { escapeDeceptive } from "../../../pkg/shared/deceptive-characters.js";
import { formatBytes } from "../../../pkg/shared/format.js";
import { iconButton } from "../dom/button";
import { element } from "../dom/element";
import { type IconName, icon } from "../dom/icon";
import { type Kind, kindOf } from "../preview/kinds";

export interface RowActions {
  toggle: (name: string, range: boolean) => void;
  open: (attachment: Attachment) => void;
  download: (attachments: Attachment[]) => void;
  remove: (names: string[]) => void;
  draw: (canvas: HTMLCanvasElement, attachment: Attachment) => void;
}

const icons: Record<Kind, IconName> = {
  image: "image",
  audio: "audio",
  video: "video",
  pdf: "pdf",
  json: "code",
  csv: "data",
  text: "text",
  other: "file",
};

const cell = (className: string, ...children: (Node | string)[]) =>
  element("div", { role: "gridcell", className }, ...children);

/** The row of one attachment. A changed attachment gets another row. */
export class Row {
  readonly element: HTMLElement;
  readonly attachment: Attachment;
  readonly #checkbox: HTMLInputElement;

  constructor(attachment: Attachment, actions: RowActions) {
    this.attachment = attachment;
    const { fileName, mimeType, fileSize, previewable } = attachment;
    const name = escapeDeceptive(fileName);
    this.#checkbox = element("input", { type: "checkbox", ariaLabel: `Select ${name}` });
    this.#checkbox.addEventListener("click", (event) => actions.toggle(fileName, event.shiftKey));

    const canvas = element("canvas", { hidden: true, ariaHidden: "true" });
    const opener = element(
      "button",
      { type: "button", className: "name", title: name, onclick: () => actions.open(attachment) },
      element("bdi", {}, name),
    );
    const unseen = element(
      "span",
      { className: "unseen-by-opik", title: "Opik’s own UI does not preview this type" },
      icon("hidden"),
    );
    this.element = element(
      "div",
      { role: "row", className: "row" },
      cell("check", this.#checkbox),
      cell(
        "file",
        element("span", { className: `picture ${kindOf(attachment)}` }, icon(icons[kindOf(attachment)]), canvas),
        opener,
      ),
      cell("type", element("bdi", {}, escapeDeceptive(mimeType)), ...(previewable ? [] : [unseen])),
      cell("size", formatBytes(fileSize)),
      cell(
        "actions",
        iconButton("down", `Download ${name}`, () => actions.download([attachment])),
        iconButton("trash", `Delete ${name}`, () => actions.remove([fileName])),
      ),
    );
    actions.draw(canvas, attachment);
  }

  update({ index, selected, active }: { index: number; selected: boolean; active: boolean }): void {
    // The header is the first row.
    this.element.ariaRowIndex = String(index + 2);
    this.element.ariaSelected = String(selected);
    this.#checkbox.checked = selected;
    // Tab reaches one row; the arrow keys move to the others (roving tabindex).
    this.element.tabIndex = active ? 0 : -1;
    for (const control of this.element.querySelectorAll<HTMLElement>("button, input"))
      control.tabIndex = active ? 0 : -1;
  }
}

/** Returns the number of attachments and their total size, in words. */
export function summary(attachments: readonly Attachment[], shown: number): string {
  const size = formatBytes(attachments.reduce((sum, { fileSize }) => sum + fileSize, 0));
  const all = attachments.length.toLocaleString("en");
  const noun = attachments.length === 1 ? "attachment" : "attachments";
  return shown === attachments.length ? `${all} ${noun}, ${size}` : `${shown.toLocaleString("en")} of ${all} ${noun}`;
}
