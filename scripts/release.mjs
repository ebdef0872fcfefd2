// npm run release -- VERSION [--dry-run] [--no-build]: releases the package. RELEASING.md tells what it does. With
// --dry-run nothing is committed, tagged or pushed, and the files are put back; --no-build leaves out build and tarball.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { packageReadme } from "./lib/package-readme.mjs";
import { newVersion, released } from "./lib/release-files.mjs";
import { fail, root, run, step } from "./lib/run.mjs";
import { setUp } from "./lib/setup.mjs";
import { packTarball } from "./lib/tarball.mjs";

const usage = "usage: npm run release -- VERSION|major|minor|patch [--dry-run] [--no-build]";
const branch = "main";

const git = (...args) => execFileSync("git", args, { cwd: root, encoding: "utf8" }).trim();
const read = (path) => readFileSync(join(root, path), "utf8");

async function main() {
  const { wanted, dryRun, noBuild } = command();
  const changed = git("status", "--porcelain");
  if (changed !== "") throw new Error(`the tree has changes; commit or remove them first:\n${changed}`);
  if (!dryRun && git("branch", "--show-current") !== branch) throw new Error(`a release is made on ${branch}`);

  const current = JSON.parse(read("pkg/package.json")).version;
  const { version, notes, files } = released({ read, version: newVersion(current, wanted), date: today() });
  files["pkg/README.md"] = packageReadme(read("README.md"));
  const tag = `v${version}`;
  if (git("tag", "--list", tag) !== "") throw new Error(`the tag ${tag} exists already`);

  console.log(`${current} → ${version}${dryRun ? ", a dry run" : ""}`);
  let committed = false;
  try {
    for (const [path, text] of Object.entries(files)) writeFileSync(join(root, path), text);
    console.log(git("diff", "--stat") || "The files name this version already.");
    console.log(`\nCHANGELOG.md says of it:\n\n${notes}`);
    if (!noBuild) await buildAndPack();
    if (!dryRun) {
      git("commit", "--all", "--allow-empty", "--message", `Release ${version}`);
      committed = true;
      git("tag", "--annotate", tag, "--message", `${tag}\n\n${notes}`);
    }
  } finally {
    if (!committed) git("checkout", "--", ...Object.keys(files));
  }

  const push = ["push", "--atomic", "origin", branch, tag];
  const publish = "npm publish ./pkg --provenance --access public";
  if (dryRun) {
    console.log(`\nThe release would go on with:\n  git commit, git tag ${tag}\n  git ${push.join(" ")}\n  ${publish} (the workflow, for that tag)`);
    return;
  }
  await step(`Pushing ${tag}, whose workflow runs ${publish}`, () => run("git", push));
}

function command() {
  const { values, positionals } = parseArgs({
    options: { "dry-run": { type: "boolean", default: false }, "no-build": { type: "boolean", default: false } },
    allowPositionals: true,
  });
  if (positionals.length !== 1) throw new Error(usage);
  const { "dry-run": dryRun, "no-build": noBuild } = values;
  if (noBuild && !dryRun) throw new Error("--no-build is for dry runs");
  return { wanted: positionals[0], dryRun, noBuild };
}

const today = () => new Date().toISOString().slice(0, 10);

/** Shows that the package of this version builds, keeps its size budget and packs. */
async function buildAndPack() {
  await setUp("package");
  await run(process.execPath, ["scripts/size.mjs"]);
  const folder = mkdtempSync(join(tmpdir(), "opik-attachments-"));
  try {
    console.log(`\nPacked ${(await packTarball(folder)).slice(folder.length + 1)}`);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

main().catch(fail);
