// The scripts of package.json on a machine that has nothing but Node: each says what is missing.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { after, before, describe, test } from "node:test";
import { root } from "../scripts/lib/run.mjs";
import { digestOf, isStale, packageSources, writeStamp } from "../scripts/lib/stale.mjs";

const { scripts } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
/** These need nothing but Node and git. */
const withoutNeeds = ["readme", "release"];

describe("on a fresh clone without Rust", () => {
  const folder = mkdtempSync(join(tmpdir(), "opik-attachments-"));
  const bin = join(folder, "bin");

  before(() => {
    const isSource = (path) => !["node_modules", "dist", ".next"].includes(basename(path));
    for (const path of ["scripts", "tests/packaging", "package.json", "Cargo.lock", "rust-toolchain.toml"]) {
      cpSync(join(root, path), join(folder, path), { recursive: true, filter: isSource });
    }
    mkdirSync(bin);
    symlinkSync(process.execPath, join(bin, "node"));
  });
  after(() => rmSync(folder, { recursive: true }));

  for (const [name, command] of Object.entries(scripts)) {
    if (withoutNeeds.includes(name)) continue;
    test(`npm run ${name} says how to get it`, () => {
      const { status, stderr } = spawnSync("/bin/sh", ["-c", command], {
        cwd: folder,
        env: { PATH: bin, HOME: folder },
        encoding: "utf8",
      });
      assert.equal(status, 1);
      assert.equal(stderr, "\n✗ rustup is missing: install Rust from https://rustup.rs\n");
    });
  }
});

describe("what is built", () => {
  const folder = mkdtempSync(join(tmpdir(), "opik-attachments-"));
  after(() => rmSync(folder, { recursive: true }));
  const file = (name, text) => writeFileSync(join(folder, name), text);

  test("is stale without a stamp, and after a source has changed, come, gone or been renamed", () => {
    mkdirSync(join(folder, "sources"));
    mkdirSync(join(folder, "built"));
    const built = relativeToRoot(join(folder, "built"));
    const digest = () => digestOf([relativeToRoot(join(folder, "sources"))]);
    file("sources/a", "1");
    assert.ok(isStale(built, digest()));
    writeStamp(built, digest());
    assert.ok(!isStale(built, digest()));
    file("sources/a", "1");
    assert.ok(!isStale(built, digest()), "written with the same content");
    for (const change of [() => file("sources/a", "2"), () => file("sources/b", ""), () => rmSync(join(folder, "sources/a"))]) {
      change();
      assert.ok(isStale(built, digest()));
      writeStamp(built, digest());
    }
    file("sources/c", "");
    rmSync(join(folder, "sources/b"));
    assert.ok(isStale(built, digest()), "renamed");
  });

  test("depends on the build's own scripts, and on no others", () => {
    const sources = packageSources();
    for (const path of ["scripts/lib/build-package.mjs", "scripts/lib/minify-glue.mjs", "pkg/loaders/wasm-streams.js"]) {
      assert.ok(sources.includes(path), path);
    }
    assert.ok(!sources.some((path) => path.startsWith("scripts/test")));
  });

  const relativeToRoot = (path) => join("..", ...Array(root.split("/").length - 2).fill(".."), path);
});
