// One request and its answer, under watch: given up once nothing has moved for too long.

import { isNode } from "./environment.js";
import { failureOf } from "./file.js";

const noop = () => {};

/** A timer this late says that the program or the machine stood still, and not the network. */
const lateMs = 1000;

/** Bytes handed over at once: Node gives a Blob in memory out as one piece, whatever its size. */
const pieceBytes = 64 * 1024;

/**
 * A body that tells how many of its bytes were taken: Node's fetch takes it piece by piece from the Blob's own `stream`.
 * Others read Blobs without it.
 */
function counted(blob, moved) {
  // A slice of its own, since this one's `stream` is replaced.
  const body = blob.slice();
  const stream = body.stream.bind(body);
  body.stream = () => {
    const reader = stream().getReader();
    let chunk = new Uint8Array();
    let taken = 0;
    const source = {
      async pull(controller) {
        if (chunk.byteLength === 0) {
          const { done, value } = await reader.read();
          if (done) return controller.close();
          chunk = value;
        }
        const piece = chunk.subarray(0, pieceBytes);
        chunk = chunk.subarray(piece.byteLength);
        controller.enqueue(piece);
        moved((taken += piece.byteLength));
      },
      cancel: (reason) => reader.cancel(reason),
    };
    return new ReadableStream(source, { highWaterMark: 0 });
  };
  return body;
}

/** What Node's fetch fails with at a redirect, if it may not follow: the same answer of status 0 that others hide it behind. */
function redirected(error) {
  if (error?.cause?.message !== "unexpected redirect") throw error;
  return Response.error();
}

/** An answer, unless the file that was sent is why there is none, or is no longer the one that a success is about. */
async function unlessFileFailed(blob, answer, signal) {
  try {
    const response = await answer;
    const failure = response?.ok && (await failureOf(blob, false));
    if (!failure) return response;
    throw failure;
  } catch (thrown) {
    throw (!signal.aborted && (await failureOf(blob, true))) || thrown;
  }
}

/** Enough of a Response for us: a custom fetch may come from another realm or from a test. */
function isResponse(value) {
  try {
    return typeof value.status === "number" && typeof value.text === "function" && typeof value.headers.get === "function";
  } catch {
    return false;
  }
}

/** The way browsers tell what has left. */
function sendByXhr(url, init, blob, moved) {
  return new Promise((resolve, reject) => {
    const xhr = new XMLHttpRequest();
    xhr.open(init.method, url);
    init.headers.forEach((value, name) => xhr.setRequestHeader(name, value));
    xhr.upload.onprogress = (event) => moved(event.loaded);
    xhr.onload = () => {
      const headers = xhr.getAllResponseHeaders().trim().split("\r\n").filter(Boolean);
      const pairs = headers.map((line) => [line.slice(0, line.indexOf(":")), line.slice(line.indexOf(":") + 1).trim()]);
      const hasBody = ![204, 205, 304].includes(xhr.status);
      resolve(new Response(hasBody ? xhr.response : null, { status: xhr.status, headers: pairs }));
    };
    xhr.onerror = () => reject(new TypeError("the upload got no answer"));
    init.signal.addEventListener("abort", () => xhr.abort());
    xhr.send(blob);
  });
}

export class Exchange {
  #control = new AbortController();
  /** What was read and is the core's to see. */
  #held;

  /**
   * Silences to put up with, in milliseconds; `sent` is told what has left. `most` bytes may go `straight` to the reader.
   */
  constructor(stall, answer, blind, sent) {
    Object.assign(this, { stall, answer, blind, sent, stalled: false, most: 0, gone: 0 });
  }

  /**
   * Sends, with a JSON document or a blob as the body if there is one. Not a `Request`: a fetch from another package
   * cannot read one of this engine, and building it would rewrite the query of a presigned URL.
   */
  async send(fetch, url, method, headers, redirect, document, blob) {
    const init = { method, headers, redirect, credentials: "omit", signal: this.#control.signal };
    if (blob) {
      // With these two Node's fetch streams a body; without, it keeps all of it in memory for a redirect. Elsewhere a
      // failure would not say that it was one.
      init.window = null;
      if (isNode()) init.redirect = "error";
    } else if (document !== undefined) {
      init.body = JSON.stringify(document);
    } else if ("cache" in Request.prototype) {
      // Browsers keep what stores send for a tenth of its age: an answer that was cut short would come again on every
      // attempt, and a file that was replaced would stay the old one. Workers of 2024 have no such cache, and refuse.
      init.cache = "no-store";
    }
    let patience = this.stall;
    let transport = fetch ?? globalThis.fetch;
    if (blob) {
      const moved = (bytes) => {
        this.#limit(bytes < blob.size ? this.stall : this.answer);
        this.sent?.(bytes);
      };
      const { XMLHttpRequest } = globalThis;
      // It follows redirects, and sends cookies to its own origin: not where there is a key to lose. And not in Node,
      // where it is an imitation that would send another library's Blob as the text "[object Blob]".
      if (XMLHttpRequest && !fetch && !isNode() && !init.headers.has("Authorization")) {
        transport = () => sendByXhr(url, init, blob, moved);
      } else {
        // An empty Blob goes chunked in Deno, which stores refuse: they want to know lengths.
        init.body = isNode() ? counted(blob, moved) : blob.size > 0 ? blob : new Uint8Array();
        // Custom fetches, and Node in the guise of a browser, may read it another way.
        if (!isNode() || fetch || XMLHttpRequest) patience = this.blind;
      }
      if (blob.size === 0) patience = this.answer;
    }
    // Called bare: some engines refuse a fetch with another `this`.
    const answer = Promise.resolve(transport(url, init)).catch(redirected);
    this.blob = blob;
    const response = await this.#watched(blob ? unlessFileFailed(blob, answer, init.signal) : answer, patience);
    this.blob = undefined;
    if (!isResponse(response)) throw new TypeError("the custom fetch did not resolve to a Response");
    this.response = response;
  }

  get status() {
    return this.response.status;
  }

  header(name) {
    try {
      const value = this.response.headers.get(name);
      return typeof value === "string" ? value : undefined;
    } catch {
      return undefined;
    }
  }

  /** The next bytes of the answer, or undefined at its end. */
  async read() {
    if (!this.reader) {
      const body = this.response.body ?? new Blob([]).stream();
      // The body of a fetch from another package may be another kind of stream.
      this.reader = (typeof body.getReader === "function" ? body : ReadableStream.from(body)).getReader();
    }
    const { done, value } = await this.#watched(this.reader.read(), this.stall);
    if (!done && !ArrayBuffer.isView(value)) throw new TypeError("the answer is a stream of something else than bytes");
    if (done) this.over = true;
    return value;
  }

  /** The next bytes, and from where to go on reading; undefined at the end. */
  async next() {
    const read = this.#held ?? this.read();
    this.#held = undefined;
    const bytes = await read;
    return bytes && { bytes, exchange: this };
  }

  /**
   * The next bytes, without the core, which would ask for each of them and change nothing; undefined if it is to see
   * what comes.
   */
  async straight() {
    if (this.most === 0) return undefined;
    const read = this.read();
    try {
      const bytes = await read;
      if (bytes?.byteLength > 0 && bytes.byteLength <= this.most) {
        this.most -= bytes.byteLength;
        this.gone += bytes.byteLength;
        return bytes;
      }
    } catch {
      // The core's to mend.
    }
    this.#held = read;
    this.most = 0;
  }

  /** How many bytes went straight since this was asked. */
  wentStraight() {
    const { gone } = this;
    this.gone = 0;
    return gone;
  }

  /** The answer as text; no more of it than `most` characters. */
  async text(most) {
    const decoder = new TextDecoder();
    let text = "";
    for (let chunk; text.length < most && (chunk = await this.read()); ) text += decoder.decode(chunk, { stream: true });
    return (text + decoder.decode()).slice(0, most);
  }

  /** The answer as a JSON value; undefined if it is none. */
  async json() {
    const text = await this.text(Infinity);
    try {
      return JSON.parse(text);
    } catch {
      return undefined;
    }
  }

  /** Ends it, wherever it stands. Nothing is told or sent afterwards. */
  end() {
    clearTimeout(this.timer);
    this.sent = this.fail = undefined;
    this.most = 0;
    if (this.over) return;
    this.#control.abort();
    // For a custom fetch that pays no heed to signals.
    this.reader?.cancel().catch(noop);
  }

  #limit(ms) {
    this.limit = performance.now() + ms;
  }

  /** The promise, unless the limit comes first. One timer serves all the pieces of a body. */
  #watched(promise, ms) {
    this.#limit(ms);
    return new Promise((resolve, reject) => {
      this.fail = reject;
      if (this.timer === undefined) this.#check();
      promise.then(
        (value) => {
          this.fail = undefined;
          resolve(value);
        },
        (error) => {
          this.fail = undefined;
          reject(error);
        },
      );
    });
  }

  #check() {
    this.timer = undefined;
    // Nobody waits now; the next that does starts the timer again.
    if (!this.fail) return;
    const left = this.limit - performance.now();
    if (left <= 0) {
      this.stalled = true;
      this.fail(new Error(`silent for ${this.stall / 1000} s`));
      this.end();
      return;
    }
    // Bun waits for ever for bytes of a file that was cut.
    if (this.blob) failureOf(this.blob, false).then((failure) => failure && this.fail?.(failure));
    const wait = Math.min(left, this.stall, this.blob ? lateMs : left);
    const due = performance.now() + wait;
    this.timer = setTimeout(() => {
      if (performance.now() - due > lateMs) this.#limit(this.stall);
      this.#check();
    }, wait);
  }
}
