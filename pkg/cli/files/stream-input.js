// The bytes of stdin, FIFOs and devices as a stream for uploads.
import { codedError } from "../errors.js";

const emptyInput = (path) =>
  codedError(
    "EMPTY_INPUT",
    `${path === "-" ? "stdin" : path} is empty, so nothing was uploaded`,
    "The command that writes to it may have failed. To upload an empty file, use --allow-empty.",
  );

/** Wraps a result of `specialInput`: the `stream` for the upload, and the `failure` if reading failed. */
export class StreamInput {
  failure;
  #node;

  constructor(input, { allowEmpty }) {
    let pieces;
    let isEmpty = true;
    const fail = (error) => {
      this.failure = error;
      throw error;
    };
    const pull = async (controller) => {
      if (input.problem) fail(codedError("FILE_UNREADABLE", `${input.path}: ${input.problem}`));
      // Opening a FIFO waits for its writer.
      this.#node ??= input.open();
      pieces ??= this.#node[Symbol.asyncIterator]();
      const { done, value } = await pieces.next();
      if (done && isEmpty && !allowEmpty) fail(emptyInput(input.path));
      if (done) return controller.close();
      isEmpty = false;
      controller.enqueue(value);
    };
    this.stream = new ReadableStream({ pull, cancel: () => this.close() }, { highWaterMark: 0 });
  }

  /** Closes the input, which would keep the process alive. */
  close() {
    this.#node?.destroy();
  }
}
