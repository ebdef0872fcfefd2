// Names of files for attachments. An attachment may be called anything; a file made for it lies in the folder that was
// chosen, can be made on every system, hides nothing and is no other attachment's.
import { createHash } from "node:crypto";

/** What every file system in use takes, in UTF-8. */
const maxBytes = 255;

/** Files of downloads under way end like this, and so no others may. */
export const partialSuffix = ".opik-part";

/** Separators, drive letters, what Windows refuses, control characters, and what turns the direction of writing. */
const unsafe = /[/\\:*?"<>|\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;
/** A leading dot hides a file, and some hidden files are obeyed. Windows drops dots and spaces at the end. */
const unsafeEnds = /^[. ]|[. ]+$/g;
/** Devices on Windows, with any extension. */
const devices = /^(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³])(?=\s*(?:\.|$))/i;

const bytesOf = (text) => Buffer.byteLength(text);
const tagOf = (text) => `~${createHash("sha256").update(text).digest("hex").slice(0, 8)}`;

/** The name with `tag` before its extension, in at most so many bytes: what is too long is cut off the stem. */
function tagged(name, tag, most) {
  const { stem, extension } = /^(?<stem>.+?)(?<extension>\.[^.]{1,20})?$/su.exec(name).groups;
  const end = tag + (extension ?? "");
  let short = "";
  for (const character of stem) {
    if (bytesOf(short) + bytesOf(character) + bytesOf(end) > most) break;
    short += character;
  }
  return short.replace(unsafeEnds, "_") + end;
}

/** The name in at most so many bytes. One that was cut says so by a tag, so that it is still the only one. */
export function truncateFileName(name, most = maxBytes) {
  return bytesOf(name) <= most ? name : tagged(name, tagOf(name), most);
}

function safeName(name) {
  const safe = name.replace(unsafe, "_").replace(unsafeEnds, "_").replace(devices, "$&_") || "_";
  return truncateFileName(safe.toLowerCase().endsWith(partialSuffix) ? `${safe}_` : safe);
}

/** Names with the same key may be one file: in other case, in another normal form, with characters nobody sees. */
function keyOf(name) {
  const visible = name.normalize("NFKD").replace(/\p{Default_Ignorable_Code_Point}/gu, "");
  return visible.toUpperCase().toLowerCase().normalize("NFKD");
}

/**
 * The file name for each of the given attachment names, as a map. Of several that might be one file the first in order
 * of their characters keeps its name, and the others get a tag, so that the next run finds the same names.
 */
export function safeFileNames(names) {
  const taken = new Set();
  const safe = new Map();
  for (const name of [...new Set(names)].sort()) {
    const plain = safeName(name);
    let own = plain;
    for (let attempt = 0; taken.has(keyOf(own)); attempt += 1)
      own = tagged(plain, tagOf(`${attempt}/${name}`), maxBytes);
    taken.add(keyOf(own));
    safe.set(name, own);
  }
  return safe;
}
