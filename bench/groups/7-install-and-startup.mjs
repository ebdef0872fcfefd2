// What it costs to begin: to install, to load in a browser, to import in Node, to send the first request.
import { alternatives, ownFirstRequest } from "../lib/compared-packages.mjs";
import { toItsEnd, toItsFirstRequest } from "../lib/startup.mjs";
import { ours } from "../lib/client-names.mjs";
import { withInstalled, withOwnInstalled } from "../lib/install.mjs";
import { weigh } from "../lib/package-size.mjs";

const own = {
  packages: [ours],
  program: `export * from "opik-attachments";`,
  firstRequest: ownFirstRequest,
  install: withOwnInstalled,
};
/** One that is there quickly. */
const quickly = "tus-js-client";

/** Figures of one package, a set for each round. */
async function measure({ packages, program, firstRequest, install }, contest) {
  const withPackage = install ?? ((use) => withInstalled(packages, use));
  return withPackage(async (installed) => {
    const { bytes, count, brotli, unresolved } = await weigh({ packages, program }, installed);
    const { folder } = installed;
    const imports = packages.map((spec) => `import "${withoutVersion(spec)}";`).join("");
    const { empty, imported, asked } = await contest(packages.join(" + "), {
      empty: toItsEnd(";", folder),
      imported: toItsEnd(imports, folder),
      asked: firstRequest ? toItsFirstRequest(firstRequest, folder) : "for browsers",
    });
    const failed = imported.failed ?? asked.failed;
    if (failed) return { runs: [], failed };
    const weights = { installedKib: bytes / 1024, packages: count };
    if (unresolved.length === 0) weights.brotliKb = brotli / 1000;
    const runs = empty.runs.map(({ ms }, round) => ({
      ...weights,
      importMs: imported.runs[round].ms - ms,
      firstRequestMs: asked.runs[round] && asked.runs[round].ms - ms,
    }));
    return { runs };
  });
}

const withoutVersion = (spec) => spec.replace(/@[\d.]+$/, "");

export async function run({ quick, contest }) {
  const results = {};
  for (const one of [own, ...alternatives]) {
    const name = one.packages.map(withoutVersion).join(" + ");
    if (quick && one !== own && name !== quickly) continue;
    results[name] = await measure(one, contest);
  }
  return {
    title: "Cost of arriving",
    about: `Installed: the files of \`node_modules\`, and how many packages they are. Browser: brotli of a bundle that lists,
downloads, uploads and deletes, as far as the package can; none where built-ins of Node are missing. Import and first
request: fresh processes of Node, beyond one that does nothing; the first request has arrived at a server on the same
machine, and Node's own fetch is loaded for it where that is used.`,
    cases: [{ name: "", results, figures: ["installedKib", "packages", "brotliKb", "importMs", "firstRequestMs"] }],
    goals: [],
  };
}
