// The texts of the files that hold settings: `.env`, read as dotenv does, which Opik's TypeScript SDK loads, and
// `~/.opik.config`, read as Python's configparser does. Text that these would read in a way nobody means is refused,
// since requests without a base URL go to Opik's cloud. Refusals name the line and do not repeat it: it may hold a key.

import { closestName } from "./closest_name.js";

/**
 * Throws what `arguments.rs` puts into words.
 *
 * @returns {never}
 */
export function refuse(field, expected, received) {
  throw { field, expected, received };
}

/** What stands for bytes that are no UTF-8, or for those of UTF-16 without its mark. */
const damaged = /[\ufffd\0]/;

/** An entry with its name, and its value with or without quotes; else any line that is not empty. */
const entries =
  /^[ \t]*(?:export[ \t]+)?([\w.-]+)[ \t]*(?:=|:(?=\s))[ \t]*(?:(["'`])((?:(?!\2)[\s\S]|(?<=\\)\2)*)\2|([^\n"'`#][^\n#]*)?)[ \t]*(?:#.*)?$|^.+/gm;

/** The variables of a `.env` file whose names begin with `OPIK_`; of one that is there twice, the last. */
export function readEnvFile(path, text) {
  const found = {};
  for (const match of text.matchAll(entries)) {
    const [whole, name, quote, quoted, plain] = match;
    if (!/^\s*(export\s+)?OPIK_/.test(whole)) continue;
    if (!name || damaged.test(whole)) {
      const line = text.slice(0, match.index).split("\n").length;
      refuse(`${path}, line ${line}`, "NAME=value in UTF-8, with closed quotes", "another line");
    }
    found[name] = quote === '"' ? quoted.replaceAll("\\n", "\n") : (quoted ?? plain?.trim() ?? "");
  }
  return found;
}

const keys = { url_override: "apiUrl", api_key: "apiKey", workspace: "workspaceName", project_name: "projectName" };

/** The options in the section `[opik]` of a configuration file. */
export function readConfigFile(path, text) {
  const found = {};
  let section;
  let isThere = false;
  // Where the last key began: what is indented deeper continues its value.
  let indentation = Infinity;
  for (const [index, whole] of text.split("\n").entries()) {
    /** @type {(expected: string, received: string) => never} */
    const wrong = (expected, received) => refuse(`${path}, line ${index + 1}`, expected, received);
    const line = whole.trim();
    const depth = whole.search(/\S/);
    if (/^([;#]|$)/.test(line)) continue;
    if (depth > indentation) {
      if (section === "opik") wrong("a line indented like the ones before", "one that continues a value");
      continue;
    }
    const name = /^\[(.+)\]/.exec(line)?.[1].trim();
    if (name) {
      if (name === "opik" ? isThere : name.toLowerCase() === "opik") wrong("one section [opik]", "another");
      section = name;
      isThere ||= name === "opik";
      indentation = Infinity;
      continue;
    }
    if (!section) wrong("the section [opik] first", "another line");
    indentation = depth;
    if (section !== "opik") continue;
    const [, key, value] = /^([^\s=:]+)\s*[=:]\s*(.*)$/.exec(line) ?? wrong("key = value", "another line");
    const option = keys[key.toLowerCase()];
    const meant = option ? undefined : closestName(key, keys);
    if (meant) wrong(meant, "a key that is almost that");
    if (!option) continue;
    if (option in found) wrong("each key once", "one that was there");
    if (damaged.test(value)) wrong("UTF-8", "another encoding");
    // As Opik's TypeScript SDK does; for Python the quotes are part of the value.
    const quoted = /^(["'])(.*)\1$/.exec(value)?.[2];
    // For Python a comment is part of the value, for the TypeScript SDK it is none.
    if (quoted === undefined && /\s[;#]/.test(value)) wrong("comments in lines of their own", "one behind a value");
    found[option] = quoted ?? value;
  }
  if (section && !isThere) refuse(path, "a section [opik]", "a file without one");
  return found;
}
