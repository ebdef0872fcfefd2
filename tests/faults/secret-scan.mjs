// Looks for secrets in whatever a caller can see.

/** Where in `what` a needle is, as paths; all properties are looked at, also those that do not enumerate. */
export function secretsIn(what, needles, place = "") {
  const found = [];
  const seen = new Set();
  const look = (value, at) => {
    if (typeof value === "string") {
      const folded = value.toLowerCase();
      if (needles.some((needle) => folded.includes(needle.toLowerCase()))) found.push(at);
      return;
    }
    if ((typeof value !== "object" && typeof value !== "function") || value === null || seen.has(value)) return;
    seen.add(value);
    for (const key of Reflect.ownKeys(value)) look(value[key], `${at}.${String(key)}`);
    if (value instanceof Error) look(String(value), `${at} as text`);
    try {
      look(JSON.stringify(value), `${at} as JSON`);
    } catch {
      // Some values have no JSON.
    }
  };
  look(what, place);
  return found;
}

/** What gives a secret away: the distinctive pieces of the key, and what only signed queries hold. */
export const needlesOf = (apiKey) => [
  ...apiKey.split(/[^A-Za-z0-9]+/).filter((piece) => piece.length > 8),
  "X-Amz-Signature=",
  "X-Amz-Credential",
];

/** The key that the client of a case has: none, one that no server knows, or the right one. */
export const clientKeyOf = ({ keyless, wrongKey, apiKey }) =>
  keyless ? undefined : wrongKey ? [...apiKey].reverse().join("") : apiKey;
