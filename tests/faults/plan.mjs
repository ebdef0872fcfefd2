// Derives a case from a seed and a number: its call, its files and its faults. It does not depend on earlier cases.
import { catalogue } from "./catalogue.mjs";
import { endpointsOf, extraEndpointsOf, matcherOf, operations } from "./operations.mjs";
import { randomOf } from "./random.mjs";
import { clientApiKey } from "./secret-scan.mjs";

const kib = 1024;
const mib = 1024 * kib;
const partSize = 5 * mib;

/** The pairs of a storage mode and an engine. The number of a case selects one. */
export const kinds = ["direct", "store"].flatMap((mode) => ["node", "chromium"].map((engine) => ({ mode, engine })));

export const kindOf = (number) => kinds[number % kinds.length];

/** Returns the combinations that a case may have. Cases take them in turn, in an order that the seed determines. */
function combinations(kind) {
  const { mode, engine } = kind;
  return Object.entries(operations)
    .filter(([, operation]) => (operation.engine ?? engine) === engine)
    .flatMap(([operation]) =>
      endpointsOf(operation, mode).flatMap((endpoint) =>
        faultsAt(operation, kind, endpoint).flatMap((fault) => Array(fault.weight ?? 1).fill({ operation, endpoint, fault })),
      ),
    );
}

function faultsAt(operation, kind, endpoint) {
  const { method } = operations[operation];
  const fits = (allowed, value) => allowed?.includes(value) ?? true;
  return catalogue.filter(
    ({ endpoints, modes, engines, methods, operations, requiresKey: onlyWithKey }) =>
      endpoints.includes(endpoint) &&
      fits(modes, kind.mode) &&
      fits(engines, kind.engine) &&
      fits(methods, method) &&
      fits(operations, operation) &&
      (!onlyWithKey || requiresKey(kind)),
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

function sizeOf(random, { mode, engine, operation, stalls, endpoint, serviceWorker }) {
  const upload = operation.startsWith("upload");
  // A page sees no upload progress with a key or behind a service worker, and then allows a second for each 64 KiB.
  if ((mode === "direct" || serviceWorker) && engine === "chromium" && upload && stalls) return random.int(0, 32 * kib);
  if (random.chance(0.05)) return random.int(0, 1);
  // A fault in one of several parts needs several parts.
  if (random.chance(endpoint === "part" ? 0.3 : 0.08)) {
    const several = mode === "store" && upload;
    return several ? random.int(11 * mib, 16 * mib) : random.int(mib, 3 * mib);
  }
  return random.chance(0.7) ? random.int(1, 64 * kib) : random.int(64 * kib, 400 * kib);
}

/** Returns the fields of a rule that say how often it acts. */
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

function faultOf(random, { endpoint, fault }, context) {
  const { kind, stalls = false, slow = false, name } = fault;
  const { mode, engine, maxAttempts } = context;
  const action = fault.action(random, { ...context, endpoint });
  const rule = { ...matcherOf(endpoint, mode), ...frequency(random, fault, maxAttempts), action };
  const codes = [...(typeof fault.codes === "function" ? fault.codes(context) : fault.codes)];
  // A page cannot see an answer without CORS headers. A completion that is repeated after it was done is refused.
  if (action.bare && engine === "chromium") codes.push("NETWORK_ERROR");
  if (endpoint === "complete") codes.push("API_ERROR");
  return { name, endpoint, kind, codes, stalls, slow, rule, change: fault.change?.(random) };
}

/** Returns whether the server asks for a key. One does not, so that pages upload as they can only without a key. */
export const requiresKey = ({ mode, engine }) => !(mode === "direct" && engine === "chromium");

/** Returns the case of that number. `apiKey` is the secret that servers reveal in some cases. */
export function planOf(seed, number, apiKey) {
  const kind = kindOf(number);
  const { mode, engine } = kind;
  const combination = combinationOf(seed, number);
  const { operation } = combination;
  const { method } = operations[operation];
  const random = randomOf(seed, number, 1);

  const endpoints = [...endpointsOf(operation, mode), ...extraEndpointsOf(operation, mode)];
  const extraFaults = random.chance(0.25) ? random.int(1, 3) : 0;
  const chosen = [combination];
  for (let more = 0; more < extraFaults; more += 1) {
    const endpoint = random.pick(endpoints);
    chosen.push({ operation, endpoint, fault: random.pick(faultsAt(operation, kind, endpoint)) });
  }
  const wrongKey = chosen.some(({ fault }) => fault.wrongKey);
  const keyless = requiresKey(kind) ? wrongKey && random.chance(0.3) : random.chance(0.5);
  const stalls = chosen.some(({ fault }) => fault.stalls);
  const slow = chosen.some(({ fault }) => fault.slow);
  // Whether the page has a service worker that answers its requests.
  const serviceWorker = engine === "chromium" && random.chance(0.3);

  const count = method === "uploadAttachments" ? random.int(2, 4) : method.startsWith("upload") ? 1 : random.int(1, 4);
  const large = random.int(0, count - 1);
  const files = random
    .shuffled(names)
    .slice(0, count)
    .map((name, index) => ({
      name,
      mimeType: random.pick(["application/octet-stream", "text/plain", "image/png"]),
      seed: random.int(1, 2 ** 31 - 1),
      size: index === large ? sizeOf(random, { ...kind, ...combination, stalls, serviceWorker }) : random.int(1, 20 * kib),
      ...combination.fault.files?.(random),
    }));
  // Lists are in descending order of names. Faults change the first row, so it must be the file that is downloaded.
  if (method === "downloadAttachment")
    files.sort((one, other) => Buffer.compare(Buffer.from(other.name), Buffer.from(one.name)));
  const { size } = files[0];
  const parts = Math.max(1, Math.ceil(size / partSize));
  const maxAttempts = stalls ? random.int(2, 4) : random.int(2, 6);
  const context = {
    mode,
    engine,
    size: Math.min(Math.max(...files.map((file) => file.size)), partSize),
    parts,
    maxAttempts,
    method,
    apiKey: clientApiKey({ keyless, wrongKey, apiKey }) ?? "",
  };
  const faults = chosen.map((one) => faultOf(random, one, context));

  return {
    seed,
    case: number,
    mode,
    engine,
    keyless,
    serviceWorker,
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

/** Returns what exists before an upload: often an older file of the same name, and of the same size. */
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

/** Returns when to abort: after a number of requests, and a number of milliseconds later. */
function abortOf(random) {
  return {
    requests: random.int(0, 4),
    ms: random.pick([0, 0, random.int(0, 20), random.int(0, 400)]),
    reason: random.pick(["none", "error", "text"]),
  };
}
