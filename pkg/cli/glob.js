// Patterns for attachment names.

/**
 * Returns a regular expression for a pattern: * matches any characters and ? matches one, both including /. Returns
 * undefined for names without them.
 */
export function globToRegExp(name) {
  if (!/[*?]/.test(name)) return undefined;
  const source = name
    .replace(/[\\^$.+()|[\]{}/]/g, "\\$&")
    .replace(/\*+/g, ".*")
    .replaceAll("?", ".");
  return new RegExp(`^${source}$`, "su");
}
