// The characters that make a name look like another one. Both tables are sources of a character class with the flag u.
// See Unicode Technical Report #36, https://www.unicode.org/reports/tr36/

/** Characters that start escape sequences, end lines or change the direction of writing, as in `invoice\u202efdp.exe`. */
export const controls = "\\p{Cc}\\p{Zl}\\p{Zp}\\u061c\\u200e\\u200f\\u202a-\\u202e\\u2066-\\u2069";

/** Characters that take no space. */
const invisible = "\\u200b\\u2060-\\u2065\\ufeff";

/** Joiners are invisible, too, but emoji and several scripts are not written right without them. */
const strayJoiners = "(?<![^\\0-\\x7f])[\\u200c\\u200d]|[\\u200c\\u200d](?![^\\0-\\x7f])";

const deceptive = new RegExp(`[${controls}${invisible}]|${strayJoiners}`, "gu");

/**
 * Returns the text with an escape such as `\u202e` for each deceptive character. The result fits on one line.
 * @param {string} text
 */
export function escapeDeceptive(text) {
  return text.replace(deceptive, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
