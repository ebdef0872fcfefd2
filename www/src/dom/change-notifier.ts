// Notifies listeners of changes. Changes in the same task are one notification.

export class ChangeNotifier {
  readonly #listeners = new Set<() => void>();
  #due = false;

  subscribe(listener: () => void): void {
    this.#listeners.add(listener);
  }

  notify(): void {
    if (this.#due) return;
    this.#due = true;
    queueMicrotask(() => {
      this.#due = false;
      for (const listener of this.#listeners) listener();
    });
  }
}
