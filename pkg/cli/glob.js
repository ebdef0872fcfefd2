// Patterns of attachment names.

/**
 * The regular expression for a name with * for any characters and ? for any one, / included; undefined for other names.
 */
export function globToRegExp(name) {
  if (!/[*?]/.test(name)) return undefined;
  const source = name.replace(/[\\^$.+()|[\]{}/]/g, "\\$&").replace(/\*+/g, ".*").replaceAll("?", ".");
  return new RegExp(`^${source}$`, "su");
}
