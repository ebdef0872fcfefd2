// The package as it is published: npx finds the command, and what was bundled for it is small and holds no module.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { bothModes, inModes } from "./command.mjs";

const mostBytes = 46_000;
const bundle = new URL("node_modules/opik-attachments/dist/cli.js", import.meta.url);
const readme = await readFile(new URL("../../README.md", import.meta.url), "utf8");

test("the bundle is small, executable, and uses the module of the package's own entry", async () => {
  const source = await readFile(bundle, "utf8");
  assert.ok(source.startsWith("#!/usr/bin/env node\n"));
  assert.ok(source.length < mostBytes, `${source.length} bytes`);
  assert.ok((await stat(bundle)).mode & 0o100);
  const imported = [...source.matchAll(/\b(?:from|import)\s*\(?"([^"]+)"/g)].map(([, name]) => name);
  assert.deepEqual(new Set(imported.filter((name) => !name.startsWith("node:"))), new Set(["./index.js"]));
});

inModes(bothModes, (newSandbox) => {
  /** Below the installed package, as npx looks for it from there upwards. */
  const inProject = async (work) => {
    const folder = await mkdtemp(join(import.meta.dirname, ".project-"));
    try {
      await work(folder);
    } finally {
      await rm(folder, { recursive: true });
    }
  };
  const npx = (cwd, env, line) => {
    const npm = { npm_config_update_notifier: "false", npm_config_offline: "true" };
    return spawnSync("bash", ["-c", line], { cwd, env: { ...env, ...npm }, encoding: "utf8" });
  };

  test("npx runs it and passes on its status: 0, 1 and 2", async () => {
    const sandbox = await newSandbox();
    await sandbox.upload({ a: "1" });
    await inProject(async (folder) => {
      const line =
        "for args in a b --nonsense; do npx --no-install opik-attachments ls --trace $ID $args; echo $?; done";
      const { stdout } = npx(folder, { ...sandbox.env, ID: sandbox.id }, line);
      assert.equal(stdout, "1\tapplication/octet-stream\ta\n0\n1\n2\n");
    });
  });

  test("the README's commands do what it says", async () => {
    const sandbox = await newSandbox();
    const [, commands] = /```sh\n(export OPIK_[^`]*npx opik-attachments[^`]*)```/.exec(readme);
    await inProject(async (folder) => {
      await writeFile(join(folder, "report.pdf"), "report");
      await writeFile(join(folder, "shot.png"), "png");
      const own = commands.replace(/^export .*$/gm, "").replaceAll(/0190babc[-0-9a-f]+/g, sandbox.id);
      assert.ok(own.includes(sandbox.id) && !own.includes("npm install"));
      const { status, stderr } = npx(folder, sandbox.env, `set -e\n${own}`);
      assert.deepEqual([status, stderr], [0, ""]);
      assert.equal(await readFile(join(folder, "copies/shot.png"), "utf8"), "png");
      assert.equal(await readFile(join(folder, "copies/report.pdf"), "utf8"), "report");
      assert.deepEqual(await sandbox.names(), ["shot.png"]);
    });
  });
});
