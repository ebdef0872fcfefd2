// The list as a grid: a header that sorts, virtual rows, and keyboard navigation.
import type { Attachment } from "opik-attachments";
import { element } from "../dom/element";
import { icon } from "../dom/icon";
import { VirtualRows } from "../dom/virtual-rows";
import type { Column, Order } from "./order";
import { Row, type RowActions } from "./row";
import type { Selection } from "./selection";

interface Options {
  selection: Selection;
  actions: RowActions;
  selectAll: (select: boolean) => void;
  sortBy: (column: Column) => void;
}

const columns: [Column, string][] = [
  ["name", "Name"],
  ["type", "Type"],
  ["size", "Size"],
];

export class Grid {
  readonly element: HTMLElement;
  readonly #options: Options;
  readonly #header: HTMLElement;
  readonly #all: HTMLInputElement;
  readonly #headers = new Map<Column, HTMLElement>();
  readonly #virtual: VirtualRows<Attachment, HTMLElement>;
  readonly #rows = new WeakMap<HTMLElement, Row>();
  #attachments: readonly Attachment[] = [];
  #active = 0;

  constructor(options: Options) {
    this.#options = options;
    this.#all = element("input", { type: "checkbox", ariaLabel: "Select all that are shown" });
    this.#all.addEventListener("click", () => options.selectAll(this.#all.checked));
    this.#header = this.#makeHeader();
    const body = element("div", { role: "rowgroup", className: "rows" });
    this.element = element("div", {
      role: "grid",
      className: "grid",
      ariaLabel: "Attachments",
      ariaMultiSelectable: "true",
    });
    this.element.append(element("div", { role: "rowgroup", className: "head" }, this.#header), body);
    this.#virtual = new VirtualRows({
      viewport: this.element,
      body,
      // A file that was replaced is another row.
      key: ({ fileName, fileSize, mimeType }) => `${fileSize} ${mimeType} ${fileName}`,
      create: (attachment) => {
        const row = new Row(attachment, options.actions);
        this.#rows.set(row.element, row);
        return row.element;
      },
      update: (made, { fileName }, index) =>
        this.#rows
          .get(made)
          ?.update({ index, selected: options.selection.has(fileName), active: index === this.#active }),
    });
    body.addEventListener("keydown", (event) => this.#onKey(event));
    body.addEventListener("focusin", (event) => this.#activate(event.target as HTMLElement));
  }

  show(attachments: readonly Attachment[], { column, descending }: Order): void {
    this.#attachments = attachments;
    this.#active = Math.max(0, Math.min(this.#active, attachments.length - 1));
    this.element.ariaRowCount = String(attachments.length + 1);
    for (const [name, header] of this.#headers) {
      header.ariaSort = name === column ? (descending ? "descending" : "ascending") : "none";
    }
    const selected = attachments.filter(({ fileName }) => this.#options.selection.has(fileName)).length;
    this.#all.checked = selected > 0 && selected === attachments.length;
    this.#all.indeterminate = selected > 0 && selected < attachments.length;
    const hadFocus = this.element.contains(document.activeElement);
    this.#virtual.items = attachments;
    // The focused row was removed: the row that is now at its index gets the focus.
    if (hadFocus && !this.element.contains(document.activeElement)) this.focus(this.#active);
  }

  focus(index: number): void {
    this.#active = index;
    this.#virtual.reveal(index, this.#header.offsetHeight);
    this.element.querySelector<HTMLElement>(".row[tabindex='0']")?.focus({ preventScroll: true });
  }

  #makeHeader(): HTMLElement {
    const header = element("div", { role: "row", className: "row", ariaRowIndex: "1" });
    header.append(element("div", { role: "columnheader", className: "check" }, this.#all));
    for (const [column, label] of columns) {
      const sorter = element(
        "button",
        { type: "button", onclick: () => this.#options.sortBy(column) },
        label,
        icon("sort"),
      );
      const title = element("div", { role: "columnheader", className: column === "name" ? "file" : column }, sorter);
      this.#headers.set(column, title);
      header.append(title);
    }
    header.append(
      element(
        "div",
        { role: "columnheader", className: "actions" },
        element("span", { className: "unseen" }, "Actions"),
      ),
    );
    return header;
  }

  #activate(target: HTMLElement): void {
    const row = target.closest<HTMLElement>(".row");
    const index = row ? Number(row.ariaRowIndex) - 2 : -1;
    if (index < 0 || index === this.#active) return;
    this.#active = index;
    this.#virtual.render();
  }

  #onKey(event: KeyboardEvent): void {
    const attachment = this.#attachments[this.#active];
    if (!attachment || event.altKey) return;
    const { actions, selection } = this.#options;
    const onRow = (event.target as HTMLElement).classList.contains("row");
    const page = Math.max(1, Math.floor(this.element.clientHeight / (this.#header.offsetHeight || 1)) - 2);
    const steps: Record<string, number> = {
      ArrowDown: 1,
      ArrowUp: -1,
      PageDown: page,
      PageUp: -page,
      Home: -Infinity,
      End: Infinity,
    };
    const step = steps[event.key];
    if (step !== undefined) {
      const index = Math.max(0, Math.min(this.#attachments.length - 1, this.#active + step));
      if (event.shiftKey) {
        if (!selection.has(attachment.fileName)) actions.toggle(attachment.fileName, false);
        actions.toggle((this.#attachments[index] as Attachment).fileName, true);
      }
      this.focus(index);
    } else if (event.key === " " && onRow) actions.toggle(attachment.fileName, event.shiftKey);
    else if (event.key === "Enter" && onRow) actions.open(attachment);
    else if (event.key === "Delete")
      actions.remove(selection.has(attachment.fileName) ? this.#selected() : [attachment.fileName]);
    else if (event.key === "a" && (event.ctrlKey || event.metaKey)) this.#options.selectAll(true);
    else return;
    event.preventDefault();
  }

  #selected(): string[] {
    return this.#attachments.map(({ fileName }) => fileName).filter((name) => this.#options.selection.has(name));
  }
}
