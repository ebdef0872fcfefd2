// What an attachment may be called to do harm, and what its file is called instead; a pattern where that has a tag.

const bytes = (text) => Buffer.byteLength(text);
const tag = "~[0-9a-f]{8}";

/** Names that clients can store. */
export const storable = [
  ["report.pdf", "report.pdf"],
  ["名前 (1).txt", "名前 (1).txt"],
  ["dir/a.txt", "dir_a.txt"],
  ["/etc/passwd", "_etc_passwd"],
  ["..\\..\\evil.exe", "_._.._evil.exe"],
  ["C:\\Windows\\win.ini", "C__Windows_win.ini"],
  ["C:evil", "C_evil"],
  ["~/.ssh/authorized_keys", "~_.ssh_authorized_keys"],
  [".bashrc", "_bashrc"],
  [".opik.config", "_opik.config"],
  ["...", "__"],
  ["con", "con_"],
  [" aux", "_aux"],
  ["NUL.tar.gz", "NUL_.tar.gz"],
  ["lpt³ .txt", "lpt³_ .txt"],
  ["console.log", "console.log"],
  ["trailing. . ", "trailing_"],
  ['a<b>c|d?e*f"g', "a_b_c_d_e_f_g"],
  ["-rf", "-rf"],
  ["$(touch owned).txt", "$(touch owned).txt"],
  ["photo\u202egpj.exe", "photo_gpj.exe"],
  ["a.txt.0123456789abcdef.opik-part", "a.txt.0123456789abcdef.opik-part_"],
  ["a.OPIK-PART", "a.OPIK-PART_"],
  ["x".repeat(300), new RegExp(`^x{246}${tag}$`)],
  [`${"é".repeat(200)}.txt`, new RegExp(`^é{121}${tag}\\.txt$`)],
  [`a.${"b".repeat(300)}`, new RegExp(`^a\\.b{244}${tag}$`)],
];

/** Names that no client of ours can store, but a server may tell. */
export const unstorable = [
  ["", "_"],
  [".", "_"],
  ["..", "__"],
  ["../../etc/passwd", "_._.._etc_passwd"],
  ["a/../../b", "a_.._.._b"],
  ["a\0b", "a_b"],
  ["a\nb\r\x1b[2Jc\x7f\x9b", "a_b__[2Jc__"],
  [" ", "_"],
  ["a\ud800", "a_"],
  ["\u2028", "_"],
];

/** Names of which all might be one file somewhere. */
export const twins = [
  ["Photo.PNG", "photo.png", "PHOTO.png"],
  ["é.txt", "e\u0301.txt"],
  ["straße", "STRASSE", "strasse"],
  ["a/b", "a_b", "a:b"],
  ["zero\u200bwidth", "zerowidth"],
  ["ﬁle", "file"],
];

/** Whether a name can be a file's everywhere, and only in the folder where it is made. */
export function isHarmless(name) {
  if (bytes(name) < 1 || bytes(name) > 255 || name.endsWith(".opik-part")) return false;
  if (/[/\\:*?"<>|]|\p{Cc}|^\.|[. ]$/u.test(name) || !name.isWellFormed()) return false;
  return !/^(con|prn|aux|nul|com\d|lpt\d)$/i.test(name.split(".")[0].trim());
}
