// npm run bench:size: measures the size of this package and of alternatives, installed and in a browser. Writes bench/SIZE.md
// and the table of README.md.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fail, root, step } from "../scripts/lib/run.mjs";
import { setUp } from "../scripts/lib/setup.mjs";
import { comparedPackages } from "./lib/compared-packages.mjs";
import { withInstalled } from "./lib/install.mjs";
import { month, report, table } from "./lib/report.mjs";
import { measureOwnSize, measureSize } from "./lib/package-size.mjs";

const number = (value) => value.toLocaleString("en");
const kib = (bytes) => number(Math.round(bytes / 1024));
const inBrowser = ({ length }) => (length === 0 ? "yes" : `no, ${length} built-ins unresolved`);

function details(rows, parts) {
  const head = ["package", "works in a browser", "installed KiB", "packages", "minified", "brotli"];
  const cells = rows.map(({ name, unresolved, bytes, count, minified, brotli }) => {
    return [name, inBrowser(unresolved), kib(bytes), ...[count, minified, brotli].map(number)];
  });
  const partCells = parts.map(({ part, minified, brotli }) => [part, number(minified), number(brotli)]);
  return `# Size of this package and of alternatives

\`npm run bench:size\` writes this file, and the shorter table in README.md. Installed: the files of \`node_modules\` after
\`npm install\` in an empty project. Minified and brotli (quality 11): bytes of a program that imports what lists, downloads,
uploads and deletes, bundled by esbuild for browsers (es2022). The built-ins of Node that a package imports do not count.
The alternatives are clients of other services, except \`opik\`, whose upload and delete do not work; Uppy and tus only
upload. Measured in ${month()}, with the dependencies of that time.

${table(head, cells, 4)}

The default entry of opik-attachments in browsers consists of:

${table(["part", "bytes", "brotli"], partCells, 2)}`;
}

/** Returns the table for README.md, without versions. */
function summary(rows) {
  const cells = rows.map(({ name, unresolved, bytes, count, brotli }) => {
    const withoutVersions = name.replaceAll(/@[\d.]+/g, "");
    return [
      withoutVersions,
      inBrowser(unresolved),
      `${(brotli / 1000).toFixed(0)} KB`,
      `${kib(bytes)} KiB`,
      number(count),
    ];
  });
  return table(["package", "works in a browser", "brotli", "installed", "packages"], cells, 3);
}

function writeIntoReadme(lines) {
  const path = join(root, "README.md");
  const marked = /(<!-- bench:size writes this table -->\n).*?(<!-- end of the table -->)/s;
  const text = readFileSync(path, "utf8");
  if (!marked.test(text)) throw new Error("README.md lacks the markers of its table of sizes");
  const written = text.replace(marked, (_, begin, end) => `${begin}${lines}\n${end}`);
  writeFileSync(path, written);
}

async function main() {
  await setUp("bench:size");
  const { entries, parts } = await step("opik-attachments", measureOwnSize);
  const rows = [...entries];
  for (const one of comparedPackages) rows.push(await step(one.packages.join(" + "), () => withInstalled(one.packages, (installed) => measureSize(one, installed))));
  report("SIZE.md", details(rows, parts));
  writeIntoReadme(summary(rows));
}

main().catch(fail);
