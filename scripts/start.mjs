// npm start: installs and builds what is missing, starts the local server in both modes, runs the example against each,
// prints what happened, and serves the demo page until Ctrl-C. With --once it ends after the example.
import { fail, seconds } from "./lib/run.mjs";
import { installBuildTools } from "./lib/tools.mjs";

const modes = { direct: "direct mode", store: "object-store mode" };
/** Opik's own port, so that addresses in its documentation work here too. */
const preferredPort = 5173;

const once = process.argv.includes("--once");
const unknown = process.argv.slice(2).filter((argument) => argument !== "--once");
if (unknown.length > 0) fail(new Error(`unknown argument ${unknown[0]}: only --once is known`));

async function main() {
  const began = performance.now();
  await installBuildTools();
  const { buildAll } = await import("./lib/build-all.mjs");
  await buildAll();

  const { startServer } = await import("./lib/server.mjs");
  const { roundTrip } = await import("../examples/round-trip.mjs");
  const servers = [];
  let stopping = false;
  const stop = async (status) => {
    stopping = true;
    await Promise.all(servers.map((server) => server.stop()));
    process.exit(status);
  };
  process.once("SIGINT", () => stop(0));
  process.once("SIGTERM", () => stop(0));

  let same = true;
  for (const [mode, name] of Object.entries(modes)) {
    const server = await startServer({ mode, port: once ? 0 : await portFor(servers.length) });
    servers.push(server);
    const rows = await roundTrip({ apiUrl: server.apiUrl });
    report(name, server, rows);
    same &&= rows.length === 3 && rows.every((row) => row.same);
  }
  console.log(
    same
      ? `\n✓ Every byte came back, in both modes. (${seconds(performance.now() - began)} in all)`
      : "\n✗ Some bytes did not come back.",
  );
  if (once || !same) return stop(same ? 0 : 1);

  console.log("\nDemo page:");
  for (const [index, server] of servers.entries()) {
    console.log(`  ${server.pageUrl.padEnd(28)} ${Object.values(modes)[index]}, API at ${server.apiUrl}`);
  }
  console.log("Ctrl-C ends it.");
  for (const server of servers) {
    server.ended.then((status) => {
      if (!stopping) fail(new Error(`a server ended by itself with status ${status}`));
    });
  }
}

function report(name, server, rows) {
  console.log(`\n${name}, ${server.apiUrl}${server.mode === "store" ? `, objects at ${server.storeUrl}` : ""}`);
  const cells = rows.map((row) => [
    row.fileName,
    row.mimeType,
    bytes(row.fileSize),
    `${row.uploadMs.toFixed(0)} ms`,
    `${row.downloadMs.toFixed(0)} ms`,
    row.sent.slice(0, 12),
    row.same ? "same" : "DIFFERENT",
  ]);
  const table = [["file", "type", "size", "upload", "download", "SHA-256", "came back"], ...cells];
  const widths = table[0].map((_, column) => Math.max(...table.map((row) => row[column].length)));
  for (const row of table) console.log(`  ${row.map((cell, column) => cell.padEnd(widths[column])).join("  ")}`.trimEnd());
}

function bytes(count) {
  return count < 1024 * 1024 ? `${count} B` : `${(count / 1024 / 1024).toFixed(1)} MiB`;
}

/** The preferred port or one of its neighbours, else any: a second Opik on this machine is nothing unusual. */
async function portFor(index) {
  const { createServer } = await import("node:net");
  const port = preferredPort + index;
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once("error", () => resolve(0));
    probe.listen(port, "127.0.0.1", () => probe.close(() => resolve(port)));
  });
}

main().catch(fail);
