// Thousands of rows of one height, of which only those in sight are elements.

interface Options<Item, Row extends HTMLElement> {
  /** Scrolls. */
  viewport: HTMLElement;
  /** Is as high as all rows together, and holds those in sight. */
  body: HTMLElement;
  /** An element for an item, which is kept as long as an item of that key is in sight. */
  create: (item: Item) => Row;
  /** Brings the element up to date. */
  update: (row: Row, item: Item, index: number) => void;
  /** What an element is found again by. */
  key: (item: Item) => string;
}

/** Rows beyond either edge, so that a quick scroll shows no gap. */
const spare = 8;

export class VirtualRows<Item, Row extends HTMLElement> {
  readonly #options: Options<Item, Row>;
  readonly #rows = new Map<string, Row>();
  #items: readonly Item[] = [];
  /** What the style sheet gives rows, which depends on the width of the window. */
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
    const first = Math.max(0, Math.floor(viewport.scrollTop / height) - spare);
    const last = Math.min(this.#items.length, Math.ceil((viewport.scrollTop + viewport.clientHeight) / height) + spare);

    const outOfSight = new Map(this.#rows);
    let place: ChildNode | null = body.firstChild;
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
      if (row === place) place = row.nextSibling;
      else body.insertBefore(row, place);
    }
    for (const [itemKey, row] of outOfSight) {
      this.#rows.delete(itemKey);
      row.remove();
    }
  }

  /** Scrolls as little as brings the row in sight, below what sticks to the top. */
  reveal(index: number, stuck = 0): void {
    const { viewport } = this.#options;
    const height = this.#height;
    const top = index * height;
    const bottom = top + height - (viewport.clientHeight - stuck);
    if (viewport.scrollTop > top) viewport.scrollTop = top;
    else if (viewport.scrollTop < bottom) viewport.scrollTop = bottom;
    this.render();
  }

  /** The element of an item in sight. */
  rowOf(itemKey: string): Row | undefined {
    return this.#rows.get(itemKey);
  }
}
