// npm run bench:memory [-- NODE...]: by how much 1 GiB grows the memory of Node, with this Node or with those named.
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fail, root, run } from "../scripts/lib/run.mjs";
import { startServer } from "../scripts/lib/server.mjs";

const program = join(root, "tests/package/memory-of-transfers.mjs");

async function main() {
  const nodes = process.argv.length > 2 ? process.argv.slice(2) : [process.execPath];
  await run("cargo", ["build", "--quiet", "--locked", "-p", "opik-attachments-server"]);
  const folder = mkdtempSync(join(tmpdir(), "opik-attachments-"));
  const path = join(folder, "1 GiB");
  writeFileSync(path, "");
  truncateSync(path, 2 ** 30);
  console.log("| Node | mode | upload | download | module |\n|---|---|---|---|---|");
  try {
    for (const node of nodes) {
      for (const mode of ["direct", "store"]) {
        const server = await startServer({ mode });
        try {
          const grew = JSON.parse(execFileSync(node, [program, server.apiUrl, path], { encoding: "utf8" }));
          if (!grew.whole) throw new Error(`${node}, ${mode}: not all bytes came back`);
          console.log(`| ${grew.node} | ${mode} | +${grew.upload} MiB | +${grew.download} MiB | ${grew.wasm.toFixed(2)} MiB |`);
        } finally {
          await server.stop();
        }
      }
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
}

main().catch(fail);
