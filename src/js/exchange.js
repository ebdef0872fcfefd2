// One request and its answer, under watch: given up once nothing has moved for too long.

import { builtin, isImitation, isNode, NativeBlob } from "./runtime.js";
import { fileErrorOf } from "./file.js";
import { listenForRedirects, redirectResponse, withProgress } from "./node_fetch.js";

const noop = () => {};

/** What is known of a failure besides its exception, as `exchange.rs` reads it. */
const stalled = 1;
const policy = 2;
const bytesSent = 3;

/** A timer this late says that the program or the machine stood still, and not the network. */
const lateMs = 1000;

/** Calls `violated` when the page's policy forbids a request to `url`, until the function that this gives is called. */
function listenForPolicyViolations(url, violated) {
  const type = "securitypolicyviolation";
  const { origin } = new URL(url, globalThis.location?.href);
  const listen = ({ disposition, effectiveDirective, blockedURI }) => {
    if (disposition === "report" || !/^(connect|default)-src/.test(effectiveDirective)) return;
    if (`${blockedURI}/`.startsWith(`${origin}/`)) violated();
  };
  globalThis.addEventListener(type, listen);
  return () => globalThis.removeEventListener(type, listen);
}

/**
 * Whether a service worker may stand between a page and the network. Where one answers with a fetch of its own, Chromium
 * tells nothing of what has left. Workers cannot know.
 */
const mayHaveServiceWorker = () => {
  try {
    return !globalThis.document || Boolean(globalThis.navigator?.serviceWorker?.controller);
  } catch {
    // A sandboxed frame has none, and throws.
    return false;
  }
};

/** Lets a timer keep the program running, or not, where there is such a thing: a download that nobody reads must not. */
function hold(timer, held) {
  if (timer?.unref) timer[held ? "ref" : "unref"]();
  else if (timer !== undefined) globalThis.Deno?.[held ? "refTimer" : "unrefTimer"](timer);
}

/** An answer, unless the file that was sent is why there is none, or is no longer the one that a success is about. */
async function unlessFileChanged(blob, answer, signal) {
  try {
    const response = await answer;
    const failure = response?.ok && (await fileErrorOf(blob, false));
    if (!failure) return response;
    throw failure;
  } catch (thrown) {
    throw (!signal.aborted && (await fileErrorOf(blob, true))) || thrown;
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
    for (const name in init.headers) xhr.setRequestHeader(name, init.headers[name]);
    xhr.upload.onprogress = (event) => moved(event.loaded);
    xhr.onload = () => {
      const headers = xhr.getAllResponseHeaders().trim().split("\r\n").filter(Boolean);
      /** @type {(line: string) => [string, string]} */
      const pairOf = (line) => [line.slice(0, line.indexOf(":")), line.slice(line.indexOf(":") + 1).trim()];
      const pairs = headers.map(pairOf);
      const hasBody = ![204, 205, 304].includes(xhr.status);
      resolve(new Response(hasBody ? xhr.response : null, { status: xhr.status, headers: pairs }));
    };
    xhr.onerror = () => reject(new TypeError("the upload got no answer"));
    init.signal.addEventListener("abort", () => xhr.abort());
    xhr.send(blob);
  });
}

export class Exchange {
  // Node's own, whatever is in its place: its fetch takes no other since Node 24, and those of imitations take any.
  #control = isImitation() ? builtin("node:util").transferableAbortController() : new AbortController();
  /** What was read and is the core's to see. */
  #held;

  /**
   * Limits of silence in milliseconds; `sent` is called with the bytes sent so far. `passthroughLimit` bytes may go to the
   * reader without passing the module.
   */
  constructor(stall, answer, noProgress, sent) {
    // Plain, since callers spread it: a custom fetch that adds a header to those of a `Headers` sends none but its own.
    this.headers = {};
    this.stall = stall;
    this.answer = answer;
    this.noProgress = noProgress;
    this.sent = sent;
    this.failureKind = this.passthroughLimit = this.passedBytes = 0;
  }

  addHeader(name, value) {
    this.headers[name] = value;
  }

  /**
   * Sends, with a JSON document or a blob as the body if there is one. Not a `Request`: a fetch from another package
   * cannot read one of this engine, and building it would rewrite the query of a presigned URL.
   */
  async send(fetch, url, method, redirect, document, blob) {
    const init = { method, headers: this.headers, redirect, credentials: "omit", signal: this.#control.signal };
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
    let timeout = this.stall;
    let transport = fetch ?? globalThis.fetch;
    if (blob) {
      const moved = (bytes) => {
        this.#limit(bytes < blob.size ? this.stall : this.answer);
        if (bytes > 0) this.failureKind = bytesSent;
        this.sent?.(bytes);
      };
      const { XMLHttpRequest } = globalThis;
      // It follows redirects, and sends cookies to its own origin: not where there is a key to lose. And not in Node,
      // where it is an imitation that would send another library's Blob as the text "[object Blob]".
      if (XMLHttpRequest && !fetch && !isNode() && !init.headers.Authorization) {
        transport = () => sendByXhr(url, init, blob, moved);
        if (mayHaveServiceWorker()) timeout = this.noProgress;
      } else {
        // Which kinds of Blobs the fetch of an imitation takes, or one that a test puts there, nobody knows.
        // An empty body goes chunked in happy-dom, which stores refuse.
        if (isImitation()) init.body = blob.size > 0 ? new Uint8Array(await blob.arrayBuffer()) : undefined;
        // So does one in Deno.
        else init.body = isNode() ? withProgress(blob, moved) : blob.size > 0 ? blob : new Uint8Array();
        // Custom fetches, and Node in the guise of a browser, may read it another way.
        if (!isNode() || fetch || XMLHttpRequest) timeout = this.noProgress;
      }
      if (blob.size === 0) timeout = this.answer;
    }
    let answer;
    let isForbidden = false;
    if (init.redirect === "error") this.stopListening = listenForRedirects(url, (heard) => (answer = heard));
    else if (globalThis.SecurityPolicyViolationEvent) this.stopListening = listenForPolicyViolations(url, () => (isForbidden = true));
    // Called bare: some engines refuse a fetch with another `this`.
    const answering = Promise.resolve(transport(url, init)).catch(async (error) => {
      // The event comes in a task of its own.
      if (globalThis.SecurityPolicyViolationEvent) await new Promise((resolve) => setTimeout(resolve));
      if (isForbidden) this.failureKind = policy;
      return redirectResponse(error, answer);
    });
    const heard = answering.finally(() => this.stopListening?.());
    this.blob = blob;
    const response = await this.#watched(blob ? unlessFileChanged(blob, heard, init.signal) : heard, timeout);
    this.blob = undefined;
    if (!isResponse(response)) throw new TypeError("the custom fetch did not resolve to a Response");
    this.response = response;
    // Once: that of a custom fetch may be a getter.
    this.status = response.status;
  }

  /** Where the answer came from, after redirects; undefined if it does not say. */
  get url() {
    try {
      const { url } = this.response;
      return typeof url === "string" && url ? url : undefined;
    } catch {
      return undefined;
    }
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
      const body = this.response.body ?? new NativeBlob([]).stream();
      // The body of a fetch from another package may be another kind of stream.
      this.reader = (typeof body.getReader === "function" ? body : /** @type {any} */ (ReadableStream).from(body)).getReader();
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
  async passthrough() {
    if (this.passthroughLimit === 0) return undefined;
    const read = this.read();
    try {
      const bytes = await read;
      if (bytes?.byteLength > 0 && bytes.byteLength <= this.passthroughLimit) {
        this.passthroughLimit -= bytes.byteLength;
        this.passedBytes += bytes.byteLength;
        return bytes;
      }
    } catch {
      // The core's to mend.
    }
    this.#held = read;
    this.passthroughLimit = 0;
  }

  /** How many bytes went straight since this was asked. */
  passedThrough() {
    const { passedBytes } = this;
    this.passedBytes = 0;
    return passedBytes;
  }

  /** The answer as text; no more of it than `max` characters. */
  async text(max) {
    const decoder = new TextDecoder();
    let text = "";
    for (let chunk; text.length < max && (chunk = await this.read()); ) text += decoder.decode(chunk, { stream: true });
    return (text + decoder.decode()).slice(0, max);
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
    this.stopListening?.();
    this.sent = this.fail = undefined;
    this.passthroughLimit = 0;
    if (this.over) return;
    this.#control.abort();
    // For a custom fetch that pays no heed to signals.
    Promise.resolve(this.reader)
      .then((reader) => reader?.cancel())
      .catch(noop);
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
      else hold(this.timer, true);
      const settled = (settle) => (value) => {
        this.fail = undefined;
        hold(this.timer, false);
        settle(value);
      };
      promise.then(settled(resolve), settled(reject));
    });
  }

  #check() {
    this.timer = undefined;
    // Nobody waits now; the next that does starts the timer again.
    if (!this.fail) return;
    const left = this.limit - performance.now();
    if (left <= 0) {
      this.failureKind = stalled;
      this.fail(new Error(`silent for ${this.stall / 1000} s`));
      this.end();
      return;
    }
    // Bun waits for ever for bytes of a file that was cut.
    if (this.blob) fileErrorOf(this.blob, false).then((failure) => failure && this.fail?.(failure));
    const wait = Math.min(left, this.stall, this.blob ? lateMs : left);
    const due = performance.now() + wait;
    this.timer = setTimeout(() => {
      try {
        if (performance.now() - due > lateMs) this.#limit(this.stall);
        this.#check();
      } catch (error) {
        // Nobody else could catch it.
        this.fail?.(error);
      }
    }, wait);
  }
}
