// Compares two recordings, step by step.

/** The kinds of differences, the most important for clients first. */
export const kinds = {
  status: "of another status",
  fields: "with other fields",
  length: "with another form of length",
  words: "with other texts",
  headers: "with other headers",
};

const lengthHeaders = ["content-length", "content-encoding", "transfer-encoding"];

/** Returns the steps by name. A repeated name gets a number. */
function byName(steps) {
  const named = new Map();
  for (const step of steps) {
    let name = step.step;
    for (let turn = 2; named.has(name); turn++) name = `${step.step} #${turn}`;
    named.set(name, step);
  }
  return named;
}

/** Returns the structure of a JSON value without its texts and numbers. The first item of a list stands for all. */
function shape(value) {
  if (Array.isArray(value)) return value.slice(0, 1).map(shape);
  if (value === null || typeof value !== "object") return value === null ? "null" : typeof value;
  return Object.fromEntries(Object.keys(value).sort().map((key) => [key, shape(value[key])]));
}

/** Returns whether two JSON values are equal, regardless of the order of keys. */
function equal(a, b) {
  if (a === null || b === null || typeof a !== "object" || typeof b !== "object") return a === b;
  const keys = Object.keys(a);
  return Array.isArray(a) === Array.isArray(b) && keys.length === Object.keys(b).length && keys.every((key) => key in b && equal(a[key], b[key]));
}

function* differencesOf(ours, theirs) {
  if (ours.status !== theirs.status) {
    yield ["status", ours.status, theirs.status];
    return;
  }
  if (!equal(shape(ours.json), shape(theirs.json))) yield ["fields", ours.json, theirs.json];
  else {
    // A recording may omit the body.
    for (const key of ["json", "text", "bytes", "interim"]) {
      if (key in theirs && !equal(ours[key], theirs[key])) yield ["words", ours[key], theirs[key]];
    }
  }
  for (const name of new Set([...Object.keys(ours.headers), ...Object.keys(theirs.headers)])) {
    const [a, b] = [ours.headers[name], theirs.headers[name]];
    if (a !== b) yield [lengthHeaders.includes(name) ? "length" : "headers", `${name}: ${a}`, `${name}: ${b}`];
  }
}

/** Returns all differences as `{ step, kind, ours, theirs }`. A step that only one has counts as another status. */
export function compare(ours, theirs) {
  const [mine, opiks] = [byName(ours), byName(theirs)];
  const differences = [];
  for (const name of new Set([...opiks.keys(), ...mine.keys()])) {
    const [a, b] = [mine.get(name), opiks.get(name)];
    const found = a && b ? differencesOf(a, b) : [["status", a?.status ?? "not asked", b?.status ?? "not asked"]];
    for (const [kind, was, is] of found) differences.push({ step: name, kind, ours: was, theirs: is });
  }
  return differences;
}

/** Returns how many steps differ in each kind. */
export function count(differences) {
  const steps = (kind) => new Set(differences.filter((each) => each.kind === kind).map(({ step }) => step)).size;
  return Object.fromEntries(Object.keys(kinds).map((kind) => [kind, steps(kind)]));
}
