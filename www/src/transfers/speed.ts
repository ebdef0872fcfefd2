// The speed of a transfer over the last seconds, and the time left.

const windowMs = 4000;

export class Speed {
  #samples: { at: number; loaded: number }[] = [];

  /** Adds a sample: the number of bytes at a time in milliseconds. */
  note(at: number, loaded: number): void {
    this.#samples.push({ at, loaded });
    // One sample from before the window stays, so that the window is always covered.
    while (this.#samples.length > 2 && (this.#samples[1] as { at: number }).at <= at - windowMs) this.#samples.shift();
  }

  /** Bytes per second; 0 until there are two samples. */
  get bytesPerSecond(): number {
    const first = this.#samples[0];
    const last = this.#samples.at(-1);
    if (!first || !last || last.at <= first.at) return 0;
    return ((last.loaded - first.loaded) * 1000) / (last.at - first.at);
  }
}

/** Returns the seconds until `total`; undefined while nothing moves. */
export function timeLeft(loaded: number, total: number, bytesPerSecond: number): number | undefined {
  return bytesPerSecond > 0 ? Math.max(0, total - loaded) / bytesPerSecond : undefined;
}
