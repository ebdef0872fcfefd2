// The selected names. A range starts at the name that was selected last.

export class Selection {
  readonly #names = new Set<string>();
  #anchor: string | undefined;

  get size(): number {
    return this.#names.size;
  }

  has(name: string): boolean {
    return this.#names.has(name);
  }

  toggle(name: string): void {
    if (!this.#names.delete(name)) this.#names.add(name);
    this.#anchor = name;
  }

  /** Selects the range from the last selected name to this one, in the order of the list. */
  extend(name: string, order: readonly string[]): void {
    const from = this.#anchor === undefined ? -1 : order.indexOf(this.#anchor);
    const to = order.indexOf(name);
    if (from < 0 || to < 0) {
      this.toggle(name);
      return;
    }
    for (const between of order.slice(Math.min(from, to), Math.max(from, to) + 1)) this.#names.add(between);
  }

  set(names: Iterable<string>): void {
    this.clear();
    for (const name of names) this.#names.add(name);
  }

  clear(): void {
    this.#names.clear();
    this.#anchor = undefined;
  }

  /** Deselects all names except these. */
  keepOnly(names: ReadonlySet<string>): void {
    for (const name of this.#names) if (!names.has(name)) this.#names.delete(name);
  }
}
