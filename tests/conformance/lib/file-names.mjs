// Difficult file names.

/** Names that every server should accept. */
export const odd = [
  "a b.txt", "a+b.txt", "50% off.txt", "50%25 off.txt", "%7Bx%7D.txt", "é.txt", "e\u0301.txt", "😀.txt", "q?x&y=z#f.txt",
  "it's \"quoted\".txt", "back\\slash.txt", "semi;colon,comma.txt", "~tilde_-.txt", "a/b/c.txt", "[b]!*().txt", " lead",
  "trail ", "tab\there", "nl\nhere", "A.TXT", "a.txt", "日本語.txt", "a=b&c.txt", "x%zz.txt", "100%", "@:$|^`<>.txt",
];

/** Names that a link in direct mode cannot contain. */
export const braced = ["{x}.txt", "a{b", "}"];

/** Names that a store may refuse. */
export const hard = [
  "..", ".", "../up.txt", "a/../b.txt", "a//b.txt", "/lead", "trail/", "", " ", "nul\0x", "x".repeat(255), "x".repeat(256),
  "é".repeat(130), "y".repeat(863), "y".repeat(900), `${"d/".repeat(300)}z`,
];
