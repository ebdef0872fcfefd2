// The release of a copy of this repository, as a dry run: what it changes, what it refuses, and what it leaves behind.
import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { newVersion, released } from "../scripts/lib/release-files.mjs";
import { root } from "../scripts/lib/run.mjs";

const read = (path) => readFileSync(join(root, path), "utf8");

test("a version is a number that is not lower, or the next of a kind", () => {
  assert.equal(newVersion("1.2.3", "patch"), "1.2.4");
  assert.equal(newVersion("1.2.3", "minor"), "1.3.0");
  assert.equal(newVersion("1.2.3", "major"), "2.0.0");
  assert.equal(newVersion("1.9.0", "1.10.0"), "1.10.0");
  assert.equal(newVersion("0.1.0", "0.1.0"), "0.1.0", "the first release has the version that the files name");
  assert.throws(() => newVersion("1.10.0", "1.9.0"), /lower than 1\.10\.0/);
  for (const wanted of ["1.2", "v1.2.3", "01.2.3", "latest"]) assert.throws(() => newVersion("1.2.3", wanted), /expected a version/);
});

test("every manifest and the changelog name the new version", () => {
  const changelog = "# Changelog\n\n## 8.0.0 (unreleased)\n\n- All.\n\n## 7.0.0 (2026-01-02)\n\n- Some.\n";
  const { files, notes } = released({
    read: (path) => (path === "CHANGELOG.md" ? changelog : read(path)),
    version: "9.8.7",
    date: "2031-02-03",
  });
  assert.equal(notes, "- All.");
  assert.equal(files["CHANGELOG.md"], changelog.replace("8.0.0 (unreleased)", "9.8.7 (2031-02-03)"));
  assert.equal(JSON.parse(files["pkg/package.json"]).version, "9.8.7");
  assert.match(files["Cargo.toml"], /\[workspace\.package\]\nversion = "9\.8\.7"/);
  assert.equal(files["Cargo.lock"].split('version = "9.8.7"').length - 1, 2);
  assert.deepEqual(released({ read: (path) => files[path].replace(/^## 9\.8\.7 .*/m, "## 9.8.7 (unreleased)"), version: "9.8.7", date: "2031-02-03" }).files, files);
});

test("a release without notes is refused", () => {
  const of = (changelog) => released({ read: (path) => (path === "CHANGELOG.md" ? changelog : read(path)), version: "9.8.7", date: "2031-02-03" });
  for (const changelog of ["# Changelog\n", "## 1.0.0 (2026-01-01)\n\n- Old.\n", "## 1.1.0 (unreleased)\n\n## 1.0.0 (2026-01-01)\n\n- Old.\n"]) {
    assert.throws(() => of(changelog), /needs a section/);
  }
});

describe("npm run release", () => {
  const folder = mkdtempSync(join(tmpdir(), "opik-attachments-"));
  const git = (...args) => execFileSync("git", args, { cwd: folder, encoding: "utf8" });
  const release = (...args) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, ["scripts/release.mjs", ...args], { cwd: folder, encoding: "utf8" });
    return { status, said: stdout + stderr };
  };

  before(() => {
    for (const path of ["CHANGELOG.md", "Cargo.toml", "Cargo.lock", "README.md", "pkg/package.json", "pkg/README.md", "scripts"]) {
      cpSync(join(root, path), join(folder, path), { recursive: true });
    }
    const changelog = readFileSync(join(folder, "CHANGELOG.md"), "utf8").replace(/^## \S+ \(unreleased\)\n/m, "");
    writeFileSync(join(folder, "CHANGELOG.md"), changelog.replace("# Changelog\n", "# Changelog\n\n## 9.0.0 (unreleased)\n\n- What is new.\n"));
    git("init", "--quiet", "--initial-branch", "main");
    git("config", "user.name", "Somebody");
    git("config", "user.email", "somebody@example.com");
    git("add", ".");
    git("commit", "--quiet", "--message", "A copy");
  });
  after(() => rmSync(folder, { recursive: true }));

  test("a dry run tells what it would do, and leaves everything as it was", () => {
    const { status, said } = release("9.8.7", "--dry-run", "--no-build");
    assert.equal(status, 0, said);
    for (const path of ["CHANGELOG.md", "Cargo.toml", "Cargo.lock", "pkg/package.json"]) assert.ok(said.includes(`${path} `), said);
    for (const words of ["→ 9.8.7, a dry run", "- What is new.", "git tag v9.8.7", "npm publish ./pkg --provenance"]) assert.ok(said.includes(words), said);
    assert.equal(git("status", "--porcelain"), "");
    assert.equal(git("tag", "--list"), "");
    assert.equal(git("rev-list", "--count", "HEAD").trim(), "1");
  });

  test("a tree with changes is refused, and they stay", () => {
    writeFileSync(join(folder, "README.md"), "changed");
    const { status, said } = release("9.8.7", "--dry-run", "--no-build");
    assert.equal(status, 1);
    assert.match(said, /the tree has changes; commit or remove them first:\n.*README\.md/);
    assert.equal(readFileSync(join(folder, "README.md"), "utf8"), "changed");
    git("checkout", "--", "README.md");
  });

  test("a version that is tagged, none at all, and another branch are refused", () => {
    git("tag", "v9.8.7");
    assert.match(release("9.8.7", "--dry-run", "--no-build").said, /the tag v9\.8\.7 exists already/);
    assert.match(release("--dry-run").said, /usage: npm run release -- VERSION/);
    git("checkout", "--quiet", "-b", "other");
    assert.match(release("9.8.8").said, /a release is made on main/);
    git("checkout", "--quiet", "main");
  });
});
