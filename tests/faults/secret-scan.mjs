// Searches whatever a caller can see for secrets.

/** Returns the paths below `root` at which `value` holds a secret. Looks at all properties, enumerable or not. */
export function findSecrets(value, secrets, root = "") {
  const found = [];
  const seen = new Set();
  const scan = (value, path) => {
    if (typeof value === "string") {
      const folded = value.toLowerCase();
      if (secrets.some((secret) => folded.includes(secret.toLowerCase()))) found.push(path);
      return;
    }
    if ((typeof value !== "object" && typeof value !== "function") || value === null || seen.has(value)) return;
    seen.add(value);
    for (const key of Reflect.ownKeys(value)) scan(value[key], `${path}.${String(key)}`);
    if (value instanceof Error) scan(String(value), `${path} as text`);
    try {
      scan(JSON.stringify(value), `${path} as JSON`);
    } catch {
      // Some values have no JSON.
    }
  };
  scan(value, root);
  return found;
}

/** Returns the texts that give a secret away: distinctive pieces of the key, and what only signed queries hold. */
export const secretTexts = (apiKey) => [
  ...apiKey.split(/[^A-Za-z0-9]+/).filter((piece) => piece.length > 8),
  "X-Amz-Signature=",
  "X-Amz-Credential",
];

/** Returns the key that the client of a case has: none, one that no server knows, or the right one. */
export const clientApiKey = ({ keyless, wrongKey, apiKey }) =>
  keyless ? undefined : wrongKey ? [...apiKey].reverse().join("") : apiKey;
