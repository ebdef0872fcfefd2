// Decides which cases must succeed. The rules follow from what the package promises its users, not from what its code
// does:
//
// - "attempts of each request; network failures, 408, 429, 500, 502, 503, 504, 520 to 524 and the store's codes for
//   transient errors are tried again" (`maxAttempts`), and "nothing moved for stallTimeout" counts as a failed attempt:
//   a call survives transient faults as long as one request cannot meet as many of them as it has attempts. All faults
//   of a case may hit the same request, so their sum counts.
// - A download "that is cut goes on where it was" and "is checked against the size in the list": fewer bytes than the
//   file has are a failed attempt, too, unless they looked complete and were read already.
// - "Any 403 from the store during a transfer is treated as expiry once": a call survives one, and need not survive two.
// - "A completion whose answer was lost counts as done only if the stored object is this one", by its ETag: a false
//   ETag may turn that into a failure, and a download that has begun into one of another file.
// - Slow, late or unusual but true answers do no harm.
//
// Everything else may end in a failure, and need not: a case that this oracle does not require to succeed may succeed,
// and is then checked like any other success.

/** Returns how many requests a fault may hit. */
function maxHits({ rule }) {
  return rule.nth === undefined ? (rule.times ?? Infinity) : 1;
}

/** Returns whether the call of a case has to succeed. */
export function mustSucceed({ faults, maxAttempts }) {
  const sum = (kind) => faults.filter((fault) => fault.kind === kind).reduce((total, fault) => total + maxHits(fault), 0);
  const falseTag = faults.some(({ kind }) => kind === "etag");
  const interrupted = faults.some(
    ({ kind, endpoint }) => kind !== "etag" && kind !== "benign" && ["get", "complete"].includes(endpoint),
  );
  return sum("permanent") === 0 && sum("expired") <= 1 && sum("transient") < maxAttempts && !(falseTag && interrupted);
}

/**
 * Returns the codes that a failure of the case may have. Only the body of a 404 says what is missing: one whose body never
 * arrives is an `API_ERROR` with that status.
 */
export function allowedCodes({ faults }) {
  const codes = new Set(faults.flatMap((fault) => fault.codes));
  const losesBody = faults.some(({ endpoint, rule }) => endpoint === "retrieve" && rule.action.response_bytes !== undefined);
  if (codes.has("PROJECT_NOT_FOUND") && losesBody) codes.add("API_ERROR");
  return codes;
}
