// What packages weigh: a package with a program that uses it, and this package with the parts of its default entry.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { brotliSize } from "../../scripts/lib/brotli.mjs";
import { bytesAsText } from "../../scripts/lib/bytes-as-text.mjs";
import { bundle } from "./bundle.mjs";
import { withOwnInstalled } from "./install.mjs";

const sizesOf = (bytes) => ({ minified: bytes.length, brotli: brotliSize(bytes) });

/** What a package weighs that `withInstalled` has installed. */
export async function weigh({ packages, program }, { folder, ...installed }) {
  const { code, unresolved } = await bundle(program, folder);
  return { name: packages.join(" + "), ...installed, unresolved, ...sizesOf(code) };
}

/** This package as its tarball installs it: `entries` like those of other packages, and `parts` of the default one. */
export const weighOwn = () => withOwnInstalled(weighInstalled);

async function weighInstalled({ folder, ...installed }) {
  const whole = await bundle(`export * from "opik-attachments";`, folder);
  const slim = await bundle(`export * from "opik-attachments/slim";`, folder);
  const read = (path) => readFileSync(join(folder, "node_modules/opik-attachments", path));
  const module = read("dist/opik_attachments.wasm");
  const name = `opik-attachments@${JSON.parse(read("package.json")).version}`;
  const withModule = sizesOf(slim.code);
  withModule.minified += module.length;
  withModule.brotli += brotliSize(module);
  return {
    entries: [
      { name, ...installed, unresolved: whole.unresolved, ...sizesOf(whole.code) },
      { name: `${name}, slim and its module`, ...installed, unresolved: slim.unresolved, ...withModule },
    ],
    parts: partsOf(new TextDecoder().decode(whole.code), module),
  };
}

function partsOf(code, module) {
  const { text } = bytesAsText(module);
  if (!code.includes(text)) throw new Error("the default entry does not hold the module as text");
  const asBytes = sizesOf(module);
  const asText = sizesOf(Buffer.from(text));
  const more = { minified: asText.minified - asBytes.minified, brotli: asText.brotli - asBytes.brotli };
  return [
    { part: "the module", ...asBytes },
    { part: "what it takes to be text", ...more },
    { part: "the code round it", ...sizesOf(Buffer.from(code.replace(text, () => ""))) },
  ];
}
