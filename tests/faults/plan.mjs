// From a seed and a number to a case: which call, which files, which faults. Nothing here depends on what ran before.
import { catalogue } from "./catalogue.mjs";
import { randomOf } from "./random.mjs";
import { clientKeyOf } from "./secret-scan.mjs";
import { conditionsOf, moreStepsOf, operations, stepsOf } from "./operations.mjs";

const kib = 1024;
const mib = 1024 * kib;
const partSize = 5 * mib;

/** A server and an engine for each; a case's number says which. */
export const kinds = ["direct", "store"].flatMap((mode) => ["node", "chromium"].map((engine) => ({ mode, engine })));

export const kindOf = (number) => kinds[number % kinds.length];

/** In a case of one fault it may be any of these; they come one after the other, in an order that the seed makes. */
function combinations(kind) {
  const { mode, engine } = kind;
  return Object.entries(operations)
    .filter(([, operation]) => (operation.engine ?? engine) === engine)
    .flatMap(([operation]) =>
      stepsOf(operation, mode).flatMap((step) =>
        faultsAt(operation, kind, step).flatMap((fault) => Array(fault.weight ?? 1).fill({ operation, step, fault })),
      ),
    );
}

function faultsAt(operation, kind, step) {
  const { method } = operations[operation];
  const fits = (allowed, value) => allowed?.includes(value) ?? true;
  return catalogue.filter(
    ({ steps, modes, engines, methods, operations, asks }) =>
      steps.includes(step) &&
      fits(modes, kind.mode) &&
      fits(engines, kind.engine) &&
      fits(methods, method) &&
      fits(operations, operation) &&
      (!asks || asksForKey(kind)),
  );
}

const orders = new Map();

function combinationOf(seed, number) {
  const kind = kindOf(number);
  const key = `${seed} ${kind.mode} ${kind.engine}`;
  if (!orders.has(key)) orders.set(key, randomOf(seed, number % kinds.length).shuffled(combinations(kind)));
  const order = orders.get(key);
  return order[Math.floor(number / kinds.length) % order.length];
}

const names = [
  "report.pdf",
  "a.bin",
  "Été à Zürich & más.bin",
  "x y+z=1.txt",
  "deep/er/file.json",
  "img.png",
  "日本.webm",
];

function sizeOf(random, { mode, engine, operation, stalls, step, served }) {
  const upload = operation.startsWith("upload");
  // An upload of which a page learns nothing on the way, with a key or behind a service worker, may take a second for
  // each 64 KiB.
  if ((mode === "direct" || served) && engine === "chromium" && upload && stalls) return random.int(0, 32 * kib);
  if (random.chance(0.05)) return random.int(0, 1);
  // What happens to one of several parts shows only where there are several.
  if (random.chance(step === "part" ? 0.3 : 0.08)) {
    const several = mode === "store" && upload;
    return several ? random.int(11 * mib, 16 * mib) : random.int(mib, 3 * mib);
  }
  return random.chance(0.7) ? random.int(1, 64 * kib) : random.int(64 * kib, 400 * kib);
}

/** How often a rule acts. */
function frequency(random, { kind }, maxAttempts) {
  const some = { times: random.int(1, maxAttempts - 1) };
  if (kind === "expired")
    return random.pick([{ nth: 1 }, { nth: 1 }, { times: 1 }, { nth: random.int(1, 3) }, { times: 2 }, {}]);
  const draw = random.fraction();
  if (draw < 0.5) return some;
  if (draw < 0.65) return { nth: random.int(1, 3) };
  if (draw < 0.8) return { probability: random.pick([0.3, 0.5, 0.8]), seed: random.int(1, 1e6), ...some };
  if (draw < 0.9) return { times: maxAttempts };
  return {};
}

function faultOf(random, { operation, step, fault }, about) {
  const { kind, stalls = false, slow = false, name } = fault;
  const { mode, engine, maxAttempts } = about;
  const action = fault.action(random, { ...about, step });
  const rule = { ...conditionsOf(step, mode), ...frequency(random, fault, maxAttempts), action };
  const codes = [...(typeof fault.codes === "function" ? fault.codes(about) : fault.codes)];
  // Of an answer without CORS headers a page learns nothing. A completion that is sent again after it was done is refused.
  if (action.bare && engine === "chromium") codes.push("NETWORK_ERROR");
  if (step === "complete") codes.push("API_ERROR");
  return { name, step, kind, codes, stalls, slow, rule, change: fault.change?.(random) };
}

/** Whether a server asks for a key. One does not, so that pages may upload the way that is open to them without a key. */
export const asksForKey = ({ mode, engine }) => !(mode === "direct" && engine === "chromium");

/** The case of that number. `apiKey` is the secret that servers tell in some of them. */
export function planOf(seed, number, apiKey) {
  const kind = kindOf(number);
  const { mode, engine } = kind;
  const combination = combinationOf(seed, number);
  const { operation } = combination;
  const { method } = operations[operation];
  const random = randomOf(seed, number, 1);

  const steps = [...stepsOf(operation, mode), ...moreStepsOf(operation, mode)];
  const others = random.chance(0.25) ? random.int(1, 3) : 0;
  const chosen = [combination];
  for (let more = 0; more < others; more += 1) {
    const step = random.pick(steps);
    chosen.push({ operation, step, fault: random.pick(faultsAt(operation, kind, step)) });
  }
  const wrongKey = chosen.some(({ fault }) => fault.wrongKey);
  const keyless = asksForKey(kind) ? wrongKey && random.chance(0.3) : random.chance(0.5);
  const stalls = chosen.some(({ fault }) => fault.stalls);
  const slow = chosen.some(({ fault }) => fault.slow);
  // In a page whose service worker answers for the network.
  const served = engine === "chromium" && random.chance(0.3);

  const count = method === "uploadAttachments" ? random.int(2, 4) : method.startsWith("upload") ? 1 : random.int(1, 4);
  const large = random.int(0, count - 1);
  const files = random
    .shuffled(names)
    .slice(0, count)
    .map((name, index) => ({
      name,
      mimeType: random.pick(["application/octet-stream", "text/plain", "image/png"]),
      seed: random.int(1, 2 ** 31 - 1),
      size: index === large ? sizeOf(random, { ...kind, ...combination, stalls, served }) : random.int(1, 20 * kib),
      ...combination.fault.files?.(random),
    }));
  // A list and its totals come in descending order of names; what the list says first must be the file asked for.
  if (method === "downloadAttachment")
    files.sort((one, other) => Buffer.compare(Buffer.from(other.name), Buffer.from(one.name)));
  const { size } = files[0];
  const parts = Math.max(1, Math.ceil(size / partSize));
  const maxAttempts = stalls ? random.int(2, 4) : random.int(2, 6);
  const about = {
    mode,
    engine,
    size: Math.min(Math.max(...files.map((file) => file.size)), partSize),
    parts,
    maxAttempts,
    method,
    apiKey: clientKeyOf({ keyless, wrongKey, apiKey }) ?? "",
  };
  const faults = chosen.map((one) => faultOf(random, one, about));

  return {
    seed,
    case: number,
    mode,
    engine,
    keyless,
    served,
    wrongKey,
    operation,
    method,
    entityType: random.pick(["trace", "span"]),
    entityId: random.uuid(),
    files,
    ...(method.startsWith("upload") && uploadOf(random, files)),
    ...(operation === "downloadAttachment range" && { range: rangeOf(random, size) }),
    faults,
    maxAttempts,
    stallTimeout: stalls && !slow ? 300 : stalls ? 1500 : 5000,
    concurrency: random.pick([1, 2, 6]),
    partSize,
    progress: random.chance(0.7),
    randomSeed: random.int(1, 1e9),
    ...(random.chance(0.15) && { abort: abortOf(random) }),
  };
}

/** What is there before an upload: often an older file of the same name, and of the same size. */
function uploadOf(random, files) {
  const before = random.pick(["nothing", "nothing", "same size", "other size"]);
  const ifExists = before === "nothing" && random.chance(0.3) ? random.pick(["skip", "error"]) : "replace";
  const older =
    before === "nothing"
      ? []
      : files.map(({ size, ...file }) => ({
          ...file,
          seed: file.seed ^ 0x5555,
          size: before === "same size" ? size : 100,
        }));
  return { ifExists, older };
}

function rangeOf(random, size) {
  const start = random.pick([0, random.int(0, size), random.int(0, size), size + 10]);
  const end = start + random.pick([0, 1, random.int(0, size), random.int(0, size), size + 1]);
  return random.pick([{ start, end }, { start, end }, { start }, { end }]);
}

/** After so many requests have been sent, and so many milliseconds more. */
function abortOf(random) {
  return {
    requests: random.int(0, 4),
    ms: random.pick([0, 0, random.int(0, 20), random.int(0, 400)]),
    reason: random.pick(["none", "error", "text"]),
  };
}
