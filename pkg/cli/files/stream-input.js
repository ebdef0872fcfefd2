// The bytes of stdin, FIFOs and the like, as a stream to upload.
import { codedError } from "../errors.js";

const nothingRead = (path) =>
  codedError(
    "EMPTY_INPUT",
    `${path === "-" ? "stdin" : path} is empty, so nothing was uploaded`,
    "The command that writes to it may have failed. To upload an empty file, use --allow-empty.",
  );

/** An `input` of `specialInput`: `stream` for the upload, and `failure` if it was the input that failed. */
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
      // Not before somebody reads: opening a FIFO waits for its writer.
      this.#node ??= input.open();
      pieces ??= this.#node[Symbol.asyncIterator]();
      const { done, value } = await pieces.next();
      if (done && isEmpty && !allowEmpty) fail(nothingRead(input.path));
      if (done) return controller.close();
      isEmpty = false;
      controller.enqueue(value);
    };
    this.stream = new ReadableStream({ pull, cancel: () => this.close() }, { highWaterMark: 0 });
  }

  /** Ends the reading. Input that is still open would keep the program from ending. */
  close() {
    this.#node?.destroy();
  }
}
