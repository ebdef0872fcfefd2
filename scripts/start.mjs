// npm start: installs and builds what is missing, starts the local server in both modes, runs the example against each,
// prints what happened, and serves the attachments page until Ctrl-C. With --once it ends after the example.
import { freePort } from "./lib/free-port.mjs";
import { fail, seconds } from "./lib/run.mjs";
import { startServer } from "./lib/server.mjs";
import { setUp } from "./lib/setup.mjs";

const modes = { direct: "direct mode", store: "object-store mode" };
/** Opik's own port, so that addresses in its documentation work here too. */
const preferredPort = 5173;

const once = process.argv.includes("--once");
const unknown = process.argv.slice(2).filter((argument) => argument !== "--once");
if (unknown.length > 0) fail(new Error(`unknown argument ${unknown[0]}: only --once is known`));

async function main() {
  const began = performance.now();
  await setUp("start");

  // Only now: it imports the package that was just built.
  const { roundTrip, sample } = await import("../examples/round-trip.mjs");
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
  for (const mode of Object.keys(modes)) {
    // A second Opik on this machine is nothing unusual.
    const server = await startServer({ mode, port: once ? 0 : await freePort(preferredPort + servers.length) });
    servers.push(server);
    const rows = await roundTrip({ apiUrl: server.apiUrl });
    report(server, rows);
    same &&= rows.length === 3 && rows.every((row) => row.same);
  }
  console.log(
    same
      ? `\n✓ Every byte came back, in both modes. (${seconds(performance.now() - began)} in all)`
      : "\n✗ Some bytes did not come back.",
  );
  if (once || !same) return stop(same ? 0 : 1);

  const link = new URLSearchParams({ project: sample.projectName, [sample.entityType]: sample.entityId });
  console.log("\nThe files above, on the attachments page:");
  for (const server of servers) console.log(`  ${server.pageUrl}?${link}  ${modes[server.mode]}`);
  console.log("Ctrl-C ends it.");
  for (const server of servers) {
    // It has said why.
    server.ended.then(() => {
      if (!stopping) process.exit(1);
    });
  }
}

function report(server, rows) {
  console.log(`\n${modes[server.mode]}, ${server.apiUrl}${server.mode === "store" ? `, objects at ${server.storeUrl}` : ""}`);
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

main().catch(fail);
