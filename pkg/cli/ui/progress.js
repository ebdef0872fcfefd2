// A progress bar on the last line of a terminal. Nothing is drawn where there is no terminal.
import { progressLine } from "./progress-bar.js";

const drawEveryMs = 100;
const speedOverMs = 5000;

/** To the start of the line, and away with what is there. The cursor is never hidden, so nobody has to restore it. */
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

  /** `label`, bytes `loaded`, and bytes in `total` if that is known. */
  show(state) {
    if (!this.#stream) return;
    this.#state = state;
    if (performance.now() - this.#drawnAt >= drawEveryMs) this.#draw();
  }

  /** Takes the bar away, so that something else can be printed. The next news brings it back. */
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
    // A terminal that does not know its width says 0.
    const line = progressLine({ ...this.#state, rate: this.#rate() }, this.#stream.columns || 80);
    this.#stream.write(erase + line);
  };

  /** Bytes a second of late. */
  #rate() {
    const samples = this.#samples;
    samples.push({ loaded: this.#state.loaded, at: this.#drawnAt });
    while (samples.length > 2 && this.#drawnAt - samples[0].at > speedOverMs) samples.shift();
    const [{ loaded, at }] = samples;
    return this.#drawnAt > at ? ((this.#state.loaded - loaded) * 1000) / (this.#drawnAt - at) : 0;
  }
}
