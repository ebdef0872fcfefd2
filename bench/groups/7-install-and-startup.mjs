// The cost of installing a package, loading it in a browser, importing it in Node, and sending the first request.
import { comparedPackages, ownFirstRequest } from "../lib/compared-packages.mjs";
import { ours } from "../lib/client-names.mjs";
import { withInstalled, withOwnInstalled } from "../lib/install.mjs";
import { measureSize } from "../lib/package-size.mjs";
import { untilExit, untilFirstRequest } from "../lib/startup.mjs";

const own = {
  packages: [ours],
  program: `export * from "opik-attachments";`,
  firstRequest: ownFirstRequest,
  install: withOwnInstalled,
};
/** One that installs quickly. */
const quickToInstall = "tus-js-client";

/** Resolves to the runs of one package. */
async function measure({ packages, program, firstRequest, install }, compare) {
  const withPackage = install ?? ((use) => withInstalled(packages, use));
  return withPackage(async (installed) => {
    const { bytes, count, brotli, unresolved } = await measureSize({ packages, program }, installed);
    const { folder } = installed;
    const imports = packages.map((spec) => `import "${withoutVersion(spec)}";`).join("");
    const { empty, imported, requested } = await compare(packages.join(" + "), {
      empty: untilExit(";", folder),
      imported: untilExit(imports, folder),
      requested: firstRequest ? untilFirstRequest(firstRequest, folder) : "for browsers",
    });
    const failed = imported.failed ?? requested.failed;
    if (failed) return { runs: [], failed };
    const sizes = { installedKib: bytes / 1024, packages: count };
    if (unresolved.length === 0) sizes.brotliKb = brotli / 1000;
    const runs = empty.runs.map(({ ms }, round) => ({
      ...sizes,
      importMs: imported.runs[round].ms - ms,
      firstRequestMs: requested.runs[round] && requested.runs[round].ms - ms,
    }));
    return { runs };
  });
}

const withoutVersion = (spec) => spec.replace(/@[\d.]+$/, "");

export async function run({ quick, compare }) {
  const results = {};
  for (const one of [own, ...comparedPackages]) {
    const name = one.packages.map(withoutVersion).join(" + ");
    if (quick && one !== own && name !== quickToInstall) continue;
    results[name] = await measure(one, compare);
  }
  return {
    title: "Installation and startup",
    about: `Installed: the files of \`node_modules\`, and the number of packages. Browser: the bundle of a program that lists,
downloads, uploads and deletes, as far as the package can, compressed by brotli; empty if it needs built-ins of Node. Import
and first request: the time of a new Node process minus that of an empty program. The first request counts when it arrives
at a server on the same machine; it includes loading Node's built-in fetch where a package uses it.`,
    cases: [{ name: "", results, metrics: ["installedKib", "packages", "brotliKb", "importMs", "firstRequestMs"] }],
    thresholds: [],
  };
}
