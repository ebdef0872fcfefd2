// File names for attachments. An attachment can have any name; its file is created in the chosen folder and nowhere
// else, has a name that every system accepts, is not hidden, and is no other attachment's file.
import { controls } from "./deceptive-characters.js";

/** The longest name that all common file systems accept, in UTF-8. */
export const maxFileNameBytes = 255;

/** Separators, drive letters, characters that Windows forbids, and lone surrogates. */
const unsafe = new RegExp(`[/\\\\:*?"<>|\\p{Cs}${controls}]`, "gu");
/** A leading dot hides a file, and some hidden files are configuration. Windows drops dots and spaces at the end. */
const unsafeEnds = /^[. ]|[. ]+$/g;
/** Device names on Windows, with any extension. */
const devices = /^(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³])(?=\s*(?:\.|$))/i;

const encoder = new TextEncoder();
/** @param {string} text */
const byteLength = (text) => encoder.encode(text).length;

/**
 * The text's FNV-1a hash. SubtleCrypto is asynchronous, and pages without TLS do not have it.
 * @param {string} text
 */
function hash(text) {
  let state = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    state = Math.imul(state ^ text.charCodeAt(index), 0x01000193);
  }
  return (state >>> 0).toString(16).padStart(8, "0");
}

/**
 * Inserts a suffix with the hash of `identity` before the extension. Shortens the stem to fit.
 * @param {string} name
 * @param {string} identity
 * @param {number} maxBytes
 */
function withHash(name, identity, maxBytes) {
  const { stem = "", extension = "" } = /^(?<stem>.+?)(?<extension>\.[^.]{1,20})?$/su.exec(name)?.groups ?? {};
  const end = `~${hash(identity)}${extension}`;
  let short = "";
  for (const character of stem) {
    if (byteLength(short) + byteLength(character) + byteLength(end) > maxBytes) break;
    short += character;
  }
  return short.replace(unsafeEnds, "_") + end;
}

/**
 * Returns the name, shortened to at most `maxBytes`. Shortened names differ by a hash if the full names differ.
 * @param {string} name
 * @param {number} [maxBytes]
 */
export function truncateFileName(name, maxBytes = maxFileNameBytes) {
  return byteLength(name) <= maxBytes ? name : withHash(name, name, maxBytes);
}

/**
 * @param {string} name
 * @param {string | undefined} reservedSuffix
 */
function safeFileName(name, reservedSuffix) {
  const safe = name.replace(unsafe, "_").replace(unsafeEnds, "_").replace(devices, "$&_") || "_";
  const isReserved = reservedSuffix !== undefined && safe.toLowerCase().endsWith(reservedSuffix);
  return truncateFileName(isReserved ? `${safe}_` : safe);
}

/**
 * Returns a key that is equal for names which can be the same file on some system: they differ only in case, in Unicode
 * normalization, or by invisible characters.
 * @param {string} name
 */
export function fileNameKey(name) {
  const visible = name.normalize("NFKD").replace(/\p{Default_Ignorable_Code_Point}/gu, "");
  return visible.toUpperCase().toLowerCase().normalize("NFKD");
}

/**
 * Returns a map from attachment names to safe, unique file names. Of names that collide, the first in code unit order
 * keeps its file name and the others get a hash, so that the result does not depend on the order of `names`. No file
 * name ends in `reservedSuffix`, which must be in lower case.
 * @param {Iterable<string>} names
 * @param {{ reservedSuffix?: string }} [options]
 * @returns {Map<string, string>}
 */
export function safeFileNames(names, { reservedSuffix } = {}) {
  const taken = new Set();
  const fileNames = new Map();
  for (const name of [...new Set(names)].sort()) {
    const plain = safeFileName(name, reservedSuffix);
    let fileName = plain;
    for (let attempt = 0; taken.has(fileNameKey(fileName)); attempt += 1) {
      fileName = withHash(plain, `${attempt}/${name}`, maxFileNameBytes);
    }
    taken.add(fileNameKey(fileName));
    fileNames.set(name, fileName);
  }
  return fileNames;
}
