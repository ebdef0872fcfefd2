// One call of the package under faults, and all that its caller can observe. Runs in Node and in a page alike.
import { bytesOf, randomOf } from "./random.mjs";
import { clientKeyOf, needlesOf, secretsIn } from "./secret-scan.mjs";

/** Errors that nobody caught. Whoever runs this reports them here. */
export const strays = [];

/** Requests that this program has sent, and who wants to know of the next. */
const sent = { count: 0, told: new Set() };

function counting(original) {
  return function (...args) {
    sent.count += 1;
    for (const told of [...sent.told]) told();
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

/** Makes the call of `job` with the package of `world`, which also knows how to make a file of bytes. */
export async function observe(job, { AttachmentClient, AttachmentError, fileOf, changeFile }) {
  const apiKey = clientKeyOf(job);
  const needles = needlesOf(apiKey ?? job.apiKey);
  const secrets = [];
  const look = (what, place) => secrets.push(...secretsIn(what, needles, place));

  // Full jitter draws here: repeatable, and short.
  const jitter = randomOf(job.randomSeed);
  Math.random = () => jitter.fraction() * 0.08;

  const retries = [];
  const onRetry = (event) => {
    look(event, "onRetry");
    retries.push(event.error.code);
  };
  const { apiUrl, projectName, maxAttempts, stallTimeout, concurrency, partSize } = job;
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
    entityType: job.entityType,
    entityId: job.entityId,
    ...(job.abort && { signal: control.signal }),
    ...(job.progress && { onProgress: ({ loaded, total, fileName }) => events.push({ loaded, total, fileName }) }),
  };
  const call = await callOf(job, client, target, fileOf, changeFile);

  const aborting = job.abort && abortLater(job.abort, control);
  const began = performance.now();
  let state = { how: "pending" };
  const settled = call().then(
    (value) => (state = { how: "fulfilled", value }),
    (error) => (state = { how: "rejected", error }),
  );
  let timer;
  await Promise.race([settled, new Promise((resolve) => (timer = setTimeout(resolve, job.deadline)))]);
  clearTimeout(timer);
  const ms = performance.now() - began;
  sent.told.clear();
  // Whatever comes later is not what was observed.
  const { how, value, error } = state;
  const outcome = { how, ms, retries, secrets, progress: progressOf(events, how, ms) };

  if (aborting) {
    outcome.abort = aborting.end(how === "rejected" ? error : undefined);
    if (outcome.abort.fired && how === "rejected") {
      const before = sent.count;
      await pause(job.quiet);
      outcome.abort.requestsAfter = sent.count - before;
    }
  }
  if (how === "fulfilled") outcome.value = job.method === "downloadAttachment" ? await summary(value) : value;
  if (how === "rejected") outcome.error = shown(error, AttachmentError, look);
  if (job.method === "uploadAttachments" && how === "fulfilled") {
    outcome.value = value.map(({ status, value: file, reason }) =>
      status === "fulfilled" ? { status, value: file } : { status, error: shown(reason, AttachmentError, look) },
    );
  }
  if (how === "pending") control.abort();
  // Unhandled rejections are told of after the microtasks.
  await pause(0);
  outcome.strays = strays.splice(0);
  for (const stray of outcome.strays) look(stray, "uncaught");
  return outcome;
}

/** The call, ready to be made: files are at hand already. */
async function callOf(job, client, target, fileOf, changeFile) {
  const { files, ifExists } = job;
  switch (job.operation) {
    case "getAttachmentList":
      return () => client.getAttachmentList(target);
    case "deleteAttachments":
      return () => client.deleteAttachments({ ...target, fileNames: job.names });
    case "uploadAttachments": {
      const sources = await Promise.all(files.map((file) => fileOf(file, bytesOf(file))));
      // Files as they are, too, where there are any.
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
      const change = job.faults.find((fault) => fault.change)?.change;
      if (change) afterRequests(change.requests, () => changeFile(source, change.what));
      return () => client.uploadAttachment({ ...target, ifExists, ...source });
    }
    default: {
      const { range, listed } = job;
      return async () =>
        read(
          await client.downloadAttachment({ ...target, fileName: files[0].name, ...listed, ...(range && { range }) }),
        );
    }
  }
}

/** All pieces of a stream. Nothing else, since an abort after its end would come too late. */
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

/** Does it once so many more requests are sent, before the last of them is. */
function afterRequests(requests, act) {
  const last = sent.count + requests;
  const told = () => {
    if (sent.count < last) return;
    sent.told.delete(told);
    act();
  };
  sent.told.add(told);
}

/** Aborts once so many requests have been sent, and a little later. Where that never comes, nothing is aborted. */
function abortLater({ requests, ms, reason }, control) {
  const given = { none: undefined, error: new RangeError("enough"), text: "enough" }[reason];
  let timer;
  let firedAt;
  const fire = () => {
    firedAt = performance.now();
    control.abort(given);
  };
  const check = () => {
    if (sent.count - start < requests || timer !== undefined) return;
    timer = setTimeout(fire, ms);
  };
  const start = sent.count;
  sent.told.add(check);
  check();
  return {
    end(rejection) {
      const result = { fired: firedAt !== undefined };
      if (result.fired)
        Object.assign(result, { rightReason: rejection === control.signal.reason, ms: performance.now() - firedAt });
      clearTimeout(timer);
      sent.told.delete(check);
      return result;
    },
  };
}

/** What is wrong with the reports of progress. */
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
  // The first and the last are free; between them ten a second.
  if (events.length > 3 + ms / 100) wrong.push(`${events.length} events in ${ms.toFixed(0)} ms`);
  return wrong;
}

/** An error as data. What a person could see of it is searched for secrets first. */
function shown(error, AttachmentError, look) {
  look(error, "error");
  if (!(error instanceof AttachmentError))
    return { foreign: true, name: error?.name, message: String(error?.message ?? error), stack: error?.stack };
  const { code, message, status, attempts, hint } = error;
  return { code, message, status, attempts, hint };
}
