// npm run readme: writes the package's README from this repository's. --check only compares.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { packageReadme } from "./lib/package-readme.mjs";
import { fail, root } from "./lib/run.mjs";

try {
  const path = join(root, "pkg/README.md");
  const text = packageReadme(readFileSync(join(root, "README.md"), "utf8"));
  if (!process.argv.includes("--check")) writeFileSync(path, text);
  else if (readFileSync(path, "utf8") !== text) throw new Error("pkg/README.md differs from README.md: run npm run readme");
} catch (error) {
  fail(error);
}
