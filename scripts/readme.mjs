// Writes the package's README: the part of this repository's README that is for its users. --check only compares.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fail, root } from "./lib/run.mjs";

const [forUsers, rest] = readFileSync(join(root, "README.md"), "utf8").split("<!-- The package's own README ends here. -->");
if (rest === undefined) fail(new Error("README.md has lost the mark where the package's README ends"));
const path = join(root, "pkg/README.md");
const text = `${forUsers.trimEnd()}\n\n## Licence\n\nMIT or Apache 2.0, at your option.\n`;
if (!process.argv.includes("--check")) writeFileSync(path, text);
else if (readFileSync(path, "utf8") !== text) fail(new Error("pkg/README.md differs from README.md: run npm run readme"));
