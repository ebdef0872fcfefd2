// How fast bytes move, over the last seconds, and how long the rest will take.

const windowMs = 4000;

export class Speed {
  #samples: { at: number; loaded: number }[] = [];

  /** Notes how many bytes had moved at a time in milliseconds. */
  note(at: number, loaded: number): void {
    this.#samples.push({ at, loaded });
    // One sample from before the window stays, so that the window is always covered.
    while (this.#samples.length > 2 && (this.#samples[1] as { at: number }).at <= at - windowMs) this.#samples.shift();
  }

  /** Bytes a second; 0 until there is anything to tell. */
  get bytesPerSecond(): number {
    const first = this.#samples[0];
    const last = this.#samples.at(-1);
    if (!first || !last || last.at <= first.at) return 0;
    return ((last.loaded - first.loaded) * 1000) / (last.at - first.at);
  }
}

/** Seconds until `total`, or undefined while nothing moves. */
export function timeLeft(loaded: number, total: number, bytesPerSecond: number): number | undefined {
  return bytesPerSecond > 0 ? Math.max(0, total - loaded) / bytesPerSecond : undefined;
}
