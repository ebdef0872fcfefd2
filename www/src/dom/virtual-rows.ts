// A virtual list: of thousands of rows of the same height, only the visible ones are elements.

interface Options<Item, Row extends HTMLElement> {
  /** The element that scrolls. */
  viewport: HTMLElement;
  /** The element that is as high as all rows and contains the visible ones. */
  body: HTMLElement;
  /** Creates the element of an item. It is kept while an item with the same key is visible. */
  create: (item: Item) => Row;
  /** Updates an element. */
  update: (row: Row, item: Item, index: number) => void;
  /** Returns the key that identifies the element of an item. */
  key: (item: Item) => string;
}

/** Rows that are rendered beyond each edge, so that fast scrolling shows no gap. */
const overscan = 8;

export class VirtualRows<Item, Row extends HTMLElement> {
  readonly #options: Options<Item, Row>;
  readonly #rows = new Map<string, Row>();
  #items: readonly Item[] = [];
  /** The height of a row, from the style sheet. It depends on the width of the window. */
  #height = 0;

  constructor(options: Options<Item, Row>) {
    this.#options = options;
    const { viewport } = options;
    viewport.addEventListener("scroll", () => this.render(), { passive: true });
    new ResizeObserver(() => this.#measure()).observe(viewport);
  }

  set items(items: readonly Item[]) {
    this.#items = items;
    this.render();
  }

  #measure(): void {
    this.#height = Number.parseFloat(getComputedStyle(this.#options.body).getPropertyValue("--row-height"));
    this.render();
  }

  render(): void {
    const { viewport, body, create, update, key } = this.#options;
    const height = this.#height;
    // Not in the page yet.
    if (!height) return;
    body.style.height = `${this.#items.length * height}px`;
    const first = Math.max(0, Math.floor(viewport.scrollTop / height) - overscan);
    const last = Math.min(
      this.#items.length,
      Math.ceil((viewport.scrollTop + viewport.clientHeight) / height) + overscan,
    );

    const outOfSight = new Map(this.#rows);
    let next: ChildNode | null = body.firstChild;
    for (let index = first; index < last; index += 1) {
      const item = this.#items[index] as Item;
      const itemKey = key(item);
      let row = this.#rows.get(itemKey);
      if (row) {
        outOfSight.delete(itemKey);
      } else {
        row = create(item);
        this.#rows.set(itemKey, row);
      }
      update(row, item, index);
      row.style.transform = `translateY(${index * height}px)`;
      // In the order of the list, which is the order that Tab and screen readers follow.
      if (row === next) next = row.nextSibling;
      else body.insertBefore(row, next);
    }
    for (const [itemKey, row] of outOfSight) {
      this.#rows.delete(itemKey);
      row.remove();
    }
  }

  /** Scrolls as little as possible to make a row visible below `stuck` pixels of sticky header. */
  reveal(index: number, stuck = 0): void {
    const { viewport } = this.#options;
    const height = this.#height;
    const top = index * height;
    const bottom = top + height - (viewport.clientHeight - stuck);
    if (viewport.scrollTop > top) viewport.scrollTop = top;
    else if (viewport.scrollTop < bottom) viewport.scrollTop = bottom;
    this.render();
  }

  /** Returns the element with this key, if it is visible. */
  rowOf(itemKey: string): Row | undefined {
    return this.#rows.get(itemKey);
  }
}
