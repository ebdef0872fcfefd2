// A progress bar on the last line of a terminal. Draws nothing if the stream is not a terminal.
import { progressLine } from "./progress-bar.js";

const drawEveryMs = 100;
const rateWindowMs = 5000;

/** Moves to the start of the line and erases it. The cursor is never hidden, so that nothing has to restore it. */
const erase = "\r\x1b[K";

export class Progress {
  #stream;
  #state;
  #drawnAt = -Infinity;
  #shown = false;
  #samples = [];

  constructor(stream) {
    if (!stream.isTTY || process.env.TERM === "dumb") return;
    this.#stream = stream;
    stream.on("resize", this.#draw);
  }

  /** Shows a state: `label`, bytes `loaded`, and bytes in `total` if they are known. */
  show(state) {
    if (!this.#stream) return;
    this.#state = state;
    if (performance.now() - this.#drawnAt >= drawEveryMs) this.#draw();
  }

  /** Erases the bar, so that something else can be printed. The next state draws it again. */
  clear() {
    if (this.#shown) this.#stream.write(erase);
    this.#shown = false;
  }

  end() {
    this.clear();
    this.#state = undefined;
    this.#stream?.off("resize", this.#draw);
  }

  #draw = () => {
    if (!this.#state) return;
    this.#drawnAt = performance.now();
    this.#shown = true;
    // Terminals of unknown width report 0.
    const line = progressLine({ ...this.#state, rate: this.#rate() }, this.#stream.columns || 80);
    this.#stream.write(erase + line);
  };

  /** Returns the bytes per second of the last seconds. */
  #rate() {
    const samples = this.#samples;
    samples.push({ loaded: this.#state.loaded, at: this.#drawnAt });
    while (samples.length > 2 && this.#drawnAt - samples[0].at > rateWindowMs) samples.shift();
    const [{ loaded, at }] = samples;
    return this.#drawnAt > at ? ((this.#state.loaded - loaded) * 1000) / (this.#drawnAt - at) : 0;
  }
}
