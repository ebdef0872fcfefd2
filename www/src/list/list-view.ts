// The list and its toolbar. They follow the listing, the selection, the filter and the deletions.
import { type Attachment, AttachmentError } from "opik-attachments";
import type { Connection } from "../connection/connection";
import type { Deletions } from "../deletions/deletions";
import { announce } from "../dom/announce";
import { textButton } from "../dom/button";
import { byId } from "../dom/element";
import { errorBox } from "../errors/error-box";
import { explain } from "../errors/explain";
import { count } from "../format/plural";
import { everything, type Filter, matching } from "./filter";
import { Grid } from "./grid";
import type { Listing } from "./listing";
import { type Column, inOrder, type Order } from "./order";
import { summary } from "./row";
import { Selection } from "./selection";
import { emptyState, loadingState, nothingMatches } from "./states";
import type { Thumbnails } from "./thumbnails";
import { fillToolbar } from "./toolbar";

interface Options {
  listing: Listing;
  deletions: Deletions;
  thumbnails: Thumbnails;
  uploadFiles: () => void;
  uploadFolder: () => void;
  editConnection: () => void;
  download: (connection: Connection, attachments: Attachment[]) => void;
  open: (connection: Connection, attachments: readonly Attachment[], at: number) => void;
}

export class ListView {
  readonly #options: Options;
  readonly #container = byId("list", HTMLDivElement);
  readonly #toolbar = byId("toolbar", HTMLDivElement);
  readonly #selection = new Selection();
  readonly #grid: Grid;
  readonly #tellToolbar: (selected: number, summary: string) => void;
  #order: Order = { column: "name", descending: false };
  #filter: Filter = everything;
  #rows: readonly Attachment[] = [];
  #connection: Connection | undefined;
  /** The current content of the container: the grid, an error, or the name of a state. */
  #shown: unknown;

  constructor(options: Options) {
    this.#options = options;
    const { listing, deletions, thumbnails, uploadFiles, uploadFolder } = options;
    this.#tellToolbar = fillToolbar(this.#toolbar, {
      uploadFiles,
      uploadFolder,
      refresh: () => void listing.refresh().then(() => announce("The list is up to date.")),
      filter: (filter) => {
        this.#filter = filter;
        this.#update();
      },
      download: () => this.#download(this.#selected()),
      remove: () => this.#remove(this.#selected().map(({ fileName }) => fileName)),
      clear: () => this.#select([]),
    });
    this.#grid = new Grid({
      selection: this.#selection,
      sortBy: (column) => this.#sortBy(column),
      selectAll: (all) => this.#select(all ? this.#rows.map(({ fileName }) => fileName) : []),
      actions: {
        toggle: (name, range) => this.#toggle(name, range),
        open: (attachment) => this.#open(attachment),
        download: (attachments) => this.#download(attachments),
        remove: (names) => this.#remove(names),
        draw: (canvas, attachment) => this.#connection && thumbnails.draw(canvas, attachment, this.#connection),
      },
    });
    listing.changes.subscribe(() => this.#update());
    deletions.changes.subscribe(() => this.#update());
    this.#update();
  }

  #update(): void {
    const { listing, deletions, uploadFiles } = this.#options;
    if (this.#connection !== listing.connection) {
      this.#connection = listing.connection;
      this.#selection.clear();
    }
    const hidden = deletions.hidden(listing.connection);
    const present = listing.attachments.filter(({ fileName }) => !hidden.has(fileName));
    this.#selection.keepOnly(new Set(present.map(({ fileName }) => fileName)));
    this.#rows = inOrder(matching(present, this.#filter), this.#order);
    const stale = listing.staleness ? ` (${explain(listing.staleness).title}: this list is not up to date)` : "";
    const text = listing.state === "ready" && present.length > 0 ? summary(present, this.#rows.length) + stale : "";
    this.#tellToolbar(this.#selection.size, text);

    if (listing.state === "failed") {
      this.#show(listing.error, () => this.#failure(listing.error));
    } else if (listing.state === "loading" && present.length === 0) this.#show("loading", loadingState);
    else if (present.length === 0) this.#show("empty", () => emptyState(uploadFiles));
    else if (this.#rows.length === 0) this.#show("nothing", () => nothingMatches(() => this.#clearFilter()));
    else {
      this.#show(this.#grid, () => this.#grid.element);
      this.#grid.show(this.#rows, this.#order);
    }
  }

  #failure(error: unknown): HTMLElement {
    const { listing, editConnection, uploadFiles } = this.#options;
    const actions = [textButton("Edit the connection", editConnection)];
    if (listing.connection)
      actions.unshift(textButton("Try again", () => void listing.refresh(), { iconName: "retry" }));
    if (error instanceof AttachmentError && error.code === "PROJECT_NOT_FOUND") {
      actions.unshift(textButton("Choose files", uploadFiles, { className: "primary" }));
    }
    return errorBox(error, ...actions);
  }

  /** Shows something in the container, unless it is shown already. */
  #show(what: unknown, make: () => HTMLElement): void {
    if (what === this.#shown) return;
    this.#shown = what;
    this.#container.replaceChildren(make());
  }

  #clearFilter(): void {
    for (const input of this.#toolbar.querySelectorAll("input")) input.value = "";
    for (const select of this.#toolbar.querySelectorAll("select")) select.value = "all";
    this.#filter = everything;
    this.#update();
    this.#toolbar.querySelector("input")?.focus();
  }

  #sortBy(column: Column): void {
    const again = this.#order.column === column;
    this.#order = { column, descending: again && !this.#order.descending };
    this.#update();
    announce(`Sorted by ${column}, ${this.#order.descending ? "descending" : "ascending"}.`);
  }

  #select(names: string[]): void {
    this.#selection.set(names);
    this.#update();
  }

  #toggle(name: string, range: boolean): void {
    if (range)
      this.#selection.extend(
        name,
        this.#rows.map(({ fileName }) => fileName),
      );
    else this.#selection.toggle(name);
    this.#update();
    announce(`${this.#selection.size} selected.`);
  }

  /** Returns the selected attachments in the order of the list, including those that the filter hides. */
  #selected(): Attachment[] {
    const selected = this.#options.listing.attachments.filter(({ fileName }) => this.#selection.has(fileName));
    return inOrder(selected, this.#order);
  }

  #open(attachment: Attachment): void {
    const at = this.#rows.findIndex(({ fileName }) => fileName === attachment.fileName);
    if (this.#connection && at >= 0) this.#options.open(this.#connection, this.#rows, at);
  }

  #download(attachments: Attachment[]): void {
    if (this.#connection) this.#options.download(this.#connection, attachments);
  }

  #remove(names: string[]): void {
    if (!this.#connection || names.length === 0) return;
    this.#options.deletions.plan(this.#connection, names);
    announce(`Deleting ${count(names.length, "file")}, which can be undone.`);
  }
}
