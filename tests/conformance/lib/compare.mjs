// Compares two recordings, step by step.

/** The kinds of differences, the first being what a client notices most. */
export const kinds = {
  status: "of another status",
  fields: "with other fields",
  length: "whose length is told another way",
  words: "with other words",
  headers: "with other headers",
};

const lengthHeaders = ["content-length", "content-encoding", "transfer-encoding"];

/** The steps by their names; where a name comes again, it gets a number. */
function byName(steps) {
  const named = new Map();
  for (const step of steps) {
    let name = step.step;
    for (let turn = 2; named.has(name); turn++) name = `${step.step} #${turn}`;
    named.set(name, step);
  }
  return named;
}

/** What a JSON value is made of, without its texts and numbers. Of a list, the first item counts for all. */
function shape(value) {
  if (Array.isArray(value)) return value.slice(0, 1).map(shape);
  if (value === null || typeof value !== "object") return value === null ? "null" : typeof value;
  return Object.fromEntries(Object.keys(value).sort().map((key) => [key, shape(value[key])]));
}

/** Whether two JSON values are equal, whatever the order of keys. */
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
    // A recording may leave out what was said.
    for (const key of ["json", "text", "bytes", "interim"]) {
      if (key in theirs && !equal(ours[key], theirs[key])) yield ["words", ours[key], theirs[key]];
    }
  }
  for (const name of new Set([...Object.keys(ours.headers), ...Object.keys(theirs.headers)])) {
    const [a, b] = [ours.headers[name], theirs.headers[name]];
    if (a !== b) yield [lengthHeaders.includes(name) ? "length" : "headers", `${name}: ${a}`, `${name}: ${b}`];
  }
}

/** All differences as `{ step, kind, ours, theirs }`. A step that only one of them has is of another status. */
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

/** How many steps differ in each kind. */
export function count(differences) {
  const steps = (kind) => new Set(differences.filter((each) => each.kind === kind).map(({ step }) => step)).size;
  return Object.fromEntries(Object.keys(kinds).map((kind) => [kind, steps(kind)]));
}
