// Tells listeners that something has changed; however often that is said at once, they hear it once.

export class Changes {
  readonly #listeners = new Set<() => void>();
  #due = false;

  subscribe(listener: () => void): void {
    this.#listeners.add(listener);
  }

  tell(): void {
    if (this.#due) return;
    this.#due = true;
    queueMicrotask(() => {
      this.#due = false;
      for (const listener of this.#listeners) listener();
    });
  }
}
