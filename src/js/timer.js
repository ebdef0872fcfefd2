// A timeout that can be taken back: one that is left behind would keep a Node program from ending.
export class Timer {
  constructor(ms) {
    this.done = new Promise((resolve) => (this.id = setTimeout(resolve, ms)));
  }

  clear() {
    clearTimeout(this.id);
  }
}
