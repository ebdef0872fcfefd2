// Measures the size of packages: bundled with a program that uses them; of this package, the parts of its default entry, too.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { brotliSize } from "../../scripts/lib/brotli.mjs";
import { streamsAsTexts } from "../../scripts/lib/wasm-streams.mjs";
import { bundle } from "./bundle.mjs";
import { withOwnInstalled } from "./install.mjs";

const sizesOf = (bytes) => ({ minified: bytes.length, brotli: brotliSize(bytes) });

/** Measures a package that `withInstalled` has installed. */
export async function measureSize({ packages, program }, { folder, ...installed }) {
  const { code, unresolved } = await bundle(program, folder);
  return { name: packages.join(" + "), ...installed, unresolved, ...sizesOf(code) };
}

/** Measures the tarball of this package: `entries` like those of other packages, and `parts` of the default one. */
export const measureOwnSize = () => withOwnInstalled(measureInstalled);

async function measureInstalled({ folder, ...installed }) {
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
  const texts = streamsAsTexts(module).map(([text]) => text);
  if (!texts.every((text) => code.includes(text))) throw new Error("the default entry does not hold the module as text");
  const asText = sizesOf(Buffer.from(texts.join("")));
  return [
    { part: "the module, as streams of bytes of one kind", ...asText },
    { part: "all other code", ...sizesOf(Buffer.from(texts.reduce((rest, text) => rest.replace(text, () => ""), code))) },
    { part: "the module as a separate file, for comparison", ...sizesOf(module) },
  ];
}
