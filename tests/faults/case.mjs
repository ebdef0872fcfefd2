// Makes one call of the package under faults and records all that its caller can observe. Runs in Node and in pages.
import { bytesOf, randomOf } from "./random.mjs";
import { clientApiKey, findSecrets, secretTexts } from "./secret-scan.mjs";

/** Errors that nobody caught. The engine reports them here. */
export const uncaught = [];

/** The number of requests that this program has sent, and the listeners that are called before each of them. */
const sent = { count: 0, listeners: new Set() };

function counting(original) {
  return function (...args) {
    sent.count += 1;
    for (const listener of [...sent.listeners]) listener();
    return original.apply(this, args);
  };
}

globalThis.fetch = counting(globalThis.fetch);
if (globalThis.XMLHttpRequest) XMLHttpRequest.prototype.send = counting(XMLHttpRequest.prototype.send);

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

async function sha256(bytes) {
  const digest = await crypto.subtle.digest("SHA-256", bytes);
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/**
 * Makes the call of a test case and returns what its caller observes. The engine gives the package, and the functions
 * that make a file of bytes and change it.
 */
export async function observe(testCase, { AttachmentClient, AttachmentError, fileOf, changeFile }) {
  const apiKey = clientApiKey(testCase);
  const texts = secretTexts(apiKey ?? testCase.apiKey);
  const secrets = [];
  const scan = (value, path) => secrets.push(...findSecrets(value, texts, path));

  // The package draws its jitter from here: the waits are repeatable, and short.
  const jitter = randomOf(testCase.randomSeed);
  Math.random = () => jitter.fraction() * 0.08;

  const retries = [];
  const onRetry = (event) => {
    scan(event, "onRetry");
    retries.push(event.error.code);
  };
  const { apiUrl, projectName, maxAttempts, stallTimeout, concurrency, partSize } = testCase;
  const client = new AttachmentClient({
    apiUrl,
    apiKey,
    projectName,
    maxAttempts,
    stallTimeout,
    concurrency,
    partSize,
    onRetry,
  });

  const events = [];
  const control = new AbortController();
  const target = {
    entityType: testCase.entityType,
    entityId: testCase.entityId,
    ...(testCase.abort && { signal: control.signal }),
    ...(testCase.progress && { onProgress: ({ loaded, total, fileName }) => events.push({ loaded, total, fileName }) }),
  };
  const call = await callOf(testCase, client, target, fileOf, changeFile);

  const aborting = testCase.abort && abortLater(testCase.abort, control);
  const began = performance.now();
  let state = { how: "pending" };
  const settled = call().then(
    (value) => (state = { how: "fulfilled", value }),
    (error) => (state = { how: "rejected", error }),
  );
  let timer;
  await Promise.race([settled, new Promise((resolve) => (timer = setTimeout(resolve, testCase.deadline)))]);
  clearTimeout(timer);
  const ms = performance.now() - began;
  sent.listeners.clear();
  // A call that ends after its deadline counts as pending.
  const { how, value, error } = state;
  const outcome = { how, ms, retries, secrets, progress: progressOf(events, how, ms) };

  if (aborting) {
    outcome.abort = aborting.end(how === "rejected" ? error : undefined);
    if (outcome.abort.fired && how === "rejected") {
      const before = sent.count;
      await pause(testCase.quiet);
      outcome.abort.requestsAfter = sent.count - before;
    }
  }
  if (how === "fulfilled") outcome.value = testCase.method === "downloadAttachment" ? await summary(value) : value;
  if (how === "rejected") outcome.error = describeError(error, AttachmentError, scan);
  if (testCase.method === "uploadAttachments" && how === "fulfilled") {
    outcome.value = value.map(({ status, value: file, reason }) =>
      status === "fulfilled" ? { status, value: file } : { status, error: describeError(reason, AttachmentError, scan) },
    );
  }
  if (how === "pending") control.abort();
  // Engines report unhandled rejections after the microtasks.
  await pause(0);
  outcome.uncaught = uncaught.splice(0);
  for (const error of outcome.uncaught) scan(error, "uncaught");
  return outcome;
}

/** Returns a function that makes the call. The files exist before it is called. */
async function callOf(testCase, client, target, fileOf, changeFile) {
  const { files, ifExists } = testCase;
  switch (testCase.operation) {
    case "getAttachmentList":
      return () => client.getAttachmentList(target);
    case "deleteAttachments":
      return () => client.deleteAttachments({ ...target, fileNames: testCase.names });
    case "uploadAttachments": {
      const sources = await Promise.all(files.map((file) => fileOf(file, bytesOf(file))));
      // Sends bare Files, too, in engines that have them.
      const mixed = sources.map((source, index) => (index % 2 === 0 && source.file) || source);
      return () => client.uploadAttachments({ ...target, ifExists, files: mixed });
    }
    case "uploadAttachment bytes": {
      const [{ name: fileName, mimeType }] = files;
      const file = bytesOf(files[0]);
      return () => client.uploadAttachment({ ...target, ifExists, file, fileName, mimeType });
    }
    case "uploadAttachment filePath":
    case "uploadAttachment File": {
      const source = await fileOf(files[0], bytesOf(files[0]));
      const change = testCase.faults.find((fault) => fault.change)?.change;
      if (change) afterRequests(change.requests, () => changeFile(source, change.what));
      return () => client.uploadAttachment({ ...target, ifExists, ...source });
    }
    default: {
      const { range, listed } = testCase;
      return async () =>
        read(
          await client.downloadAttachment({ ...target, fileName: files[0].name, ...listed, ...(range && { range }) }),
        );
    }
  }
}

/** Reads the chunks of a stream and does nothing else, since an abort after its end would come too late. */
async function read(stream) {
  const chunks = [];
  const reader = stream.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return chunks;
    chunks.push(value);
  }
}

async function summary(chunks) {
  const bytes = new Uint8Array(await new Blob(chunks).arrayBuffer());
  return { size: bytes.length, sha256: await sha256(bytes) };
}

/** Calls `act` immediately before the request that is `requests` requests from now. */
function afterRequests(requests, act) {
  const last = sent.count + requests;
  const listener = () => {
    if (sent.count < last) return;
    sent.listeners.delete(listener);
    act();
  };
  sent.listeners.add(listener);
}

/** Aborts `ms` after the given number of requests has been sent. A call that sends fewer is not aborted. */
function abortLater({ requests, ms, reason }, control) {
  const abortReason = { none: undefined, error: new RangeError("enough"), text: "enough" }[reason];
  let timer;
  let firedAt;
  const fire = () => {
    firedAt = performance.now();
    control.abort(abortReason);
  };
  const check = () => {
    if (sent.count - start < requests || timer !== undefined) return;
    timer = setTimeout(fire, ms);
  };
  const start = sent.count;
  sent.listeners.add(check);
  check();
  return {
    end(rejection) {
      const result = { fired: firedAt !== undefined };
      if (result.fired)
        Object.assign(result, { reasonMatches: rejection === control.signal.reason, ms: performance.now() - firedAt });
      clearTimeout(timer);
      sent.listeners.delete(check);
      return result;
    },
  };
}

/** Returns what is wrong with the progress events. */
function progressOf(events, how, ms) {
  const wrong = [];
  const last = events.at(-1);
  const ended = (event) => event.total !== undefined && event.loaded >= event.total;
  for (const [index, event] of events.entries()) {
    if (index > 0 && event.loaded < events[index - 1].loaded)
      wrong.push(`back from ${events[index - 1].loaded} to ${event.loaded}`);
  }
  if (events.length > 0 && how === "fulfilled" && last.loaded !== last.total)
    wrong.push(`ends at ${last.loaded} of ${last.total}`);
  if (how !== "fulfilled" && events.some(ended)) wrong.push("complete without success");
  // Ten a second, besides the first and the last.
  if (events.length > 3 + ms / 100) wrong.push(`${events.length} events in ${ms.toFixed(0)} ms`);
  return wrong;
}

/** Returns an error as data, after it has scanned for secrets all that a person could see of it. */
function describeError(error, AttachmentError, scan) {
  scan(error, "error");
  if (!(error instanceof AttachmentError))
    return { foreign: true, name: error?.name, message: String(error?.message ?? error), stack: error?.stack };
  const { code, message, status, attempts, hint } = error;
  return { code, message, status, attempts, hint };
}
