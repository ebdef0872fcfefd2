// Formats text as Python does. A Python program made the recordings: its literals name the steps, and messages contain
// columns of the JSON that it wrote.

/** Returns the literal of a string. */
export function literal(text) {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  const escaped = (character) => {
    if (character === quote || character === "\\") return `\\${character}`;
    const code = character.codePointAt(0);
    const named = { 9: "\\t", 10: "\\n", 13: "\\r" }[code];
    return named ?? (code < 32 || code === 127 ? `\\x${code.toString(16).padStart(2, "0")}` : character);
  };
  return quote + [...text].map(escaped).join("") + quote;
}

/** Returns the literal of the first 40 characters. */
export const shortLiteral = (text) => literal([...text].slice(0, 40).join(""));

/** Returns JSON with a space after each comma and colon. */
export function json(value) {
  if (Array.isArray(value)) return `[${value.map(json).join(", ")}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  return `{${Object.entries(value).map(([key, item]) => `${JSON.stringify(key)}: ${json(item)}`).join(", ")}}`;
}
