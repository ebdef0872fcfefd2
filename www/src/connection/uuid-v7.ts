// Ids for new traces and spans. Opik accepts uploads for version 7 UUIDs only,
// https://www.rfc-editor.org/rfc/rfc9562#section-5.7

/** Returns a new id. `crypto.randomUUID` returns version 4, and exists in secure contexts only. */
export function uuidV7(): string {
  const time = Date.now().toString(16).padStart(12, "0");
  const words = crypto.getRandomValues(new Uint16Array(5));
  words[0] = 0x7000 | ((words[0] ?? 0) & 0x0fff);
  words[1] = 0x8000 | ((words[1] ?? 0) & 0x3fff);
  const [version, variant, ...rest] = Array.from(words, (word) => word.toString(16).padStart(4, "0"));
  return [time.slice(0, 8), time.slice(8), version, variant, rest.join("")].join("-");
}
