// Which cases must succeed. This follows from what the package promises its users, not from what its code does:
//
// - "attempts of each request; network failures, 408, 429, 500, 502, 503, 504, 520 to 524 and the store's codes for what
//   passes are tried again" (`maxAttempts`), and "nothing moved for stallTimeout" counts as a failed attempt: faults that
//   pass are survived as long as one request cannot meet as many of them as it has attempts. All faults of a case may hit
//   the same request, so their sum counts.
// - A download "that is cut goes on where it was" and "is checked against the size in the list": fewer bytes than the
//   file has are a failed attempt, too, unless they looked whole and were read already.
// - "Any 403 from the store during a transfer is treated as expiry once": one is survived, two need not be.
// - "A completion whose answer was lost counts as done only if the stored object is this one", by its ETag: a false
//   ETag may turn that into a failure, and a download that has begun into one of another file.
// - Slow, late or odd but true answers do no harm.
//
// Whatever else happens may end in a failure, and need not: a case that is not survivable may succeed, and is then
// checked like any other success.

/** How many requests a fault may hit. */
function acts({ rule }) {
  return rule.nth === undefined ? (rule.times ?? Infinity) : 1;
}

export function survivable({ faults, maxAttempts }) {
  const sum = (kind) => faults.filter((fault) => fault.kind === kind).reduce((total, fault) => total + acts(fault), 0);
  const falseTag = faults.some(({ kind }) => kind === "tag");
  const interrupted = faults.some(
    ({ kind, step }) => kind !== "tag" && kind !== "harmless" && ["get", "complete"].includes(step),
  );
  return sum("final") === 0 && sum("expired") <= 1 && sum("passing") < maxAttempts && !(falseTag && interrupted);
}

/** The codes that a failure of the case may have. */
export function codesOf({ faults }) {
  return new Set(faults.flatMap(({ codes }) => codes));
}
