// Runs the installed command line as its users do, and looks at what it did.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe } from "node:test";
import { fileURLToPath } from "node:url";
import { AttachmentClient } from "opik-attachments";
import { startServer } from "../../scripts/lib/server.mjs";
import { uuidV7 } from "../../scripts/lib/uuid-v7.mjs";

const here = fileURLToPath(new URL(".", import.meta.url));
const bin = join(here, "node_modules/.bin/opik-attachments");

/** A separate folder, trace and environment to run commands in. */
export class Sandbox {
  id = uuidV7();
  target = { entityType: "trace", entityId: this.id };

  constructor(server, folder) {
    this.server = server;
    this.folder = folder;
    this.client = new AttachmentClient({ apiUrl: server.apiUrl, projectName: "demo" });
    const { PATH } = process.env;
    this.env = { PATH, HOME: folder, OPIK_URL_OVERRIDE: server.apiUrl, OPIK_PROJECT_NAME: "demo" };
  }

  path(...parts) {
    return join(this.folder, ...parts);
  }

  /** Starts a command on this trace. Returns the `child`, and `ended`, a promise of the result. */
  start([name, ...args], { command = bin, before = [], cwd = this.folder, env, input } = {}) {
    const all = [...before, name, "--trace", this.id, ...args];
    return started(spawn(command, all, { cwd, env: { ...this.env, ...env } }), input);
  }

  /** Runs a command, and resolves to its `status`, `signal`, `stdout` and `stderr`. */
  run(args, options) {
    return this.start(args, { input: "", ...options }).ended;
  }

  /** Runs a shell line, in which `$OA` is the command line and `$ID` the trace. */
  shell(line, options = {}) {
    const env = { ...this.env, OA: bin, ID: this.id, ...options.env };
    // A process group of its own, so that what the shell has started ends with it when it hangs.
    const child = spawn("bash", ["-c", line], { cwd: this.folder, env, detached: true });
    return started(child, "", () => process.kill(-child.pid, "SIGKILL")).ended;
  }

  /** Runs a command in a terminal; `type` and `resize` do what their names say. */
  inTerminal(args, { columns = 80, env = {} } = {}) {
    const before = [join(here, "terminal.py"), String(columns), bin];
    const run = this.start(args, { command: "python3", before, env: { TERM: "xterm", ...env } });
    const order = (what) => run.child.stdin.write(`${JSON.stringify(what)}\n`);
    const ended = run.ended.then(({ stdout, stderr }) => ({ ...JSON.parse(stderr), screen: stdout }));
    return { ...run, ended, type: (text) => order({ type: text }), resize: (to) => order({ columns: to }) };
  }

  /** Puts files on the trace, by name. */
  async upload(files) {
    const list = Object.entries(files).map(([fileName, bytes]) => ({ fileName, file: Buffer.from(bytes) }));
    const settled = await this.client.uploadAttachments({ ...this.target, files: list });
    for (const { reason } of settled) if (reason) throw reason;
  }

  async names() {
    return (await this.client.getAttachmentList(this.target)).map(({ fileName }) => fileName).sort();
  }
}

/** Only catches what hangs: the test then sees a command that was killed. */
const hangMs = 60_000;

function started(child, input, kill = () => child.kill("SIGKILL")) {
  const hung = setTimeout(kill, hangMs);
  const printed = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"])
    child[name].setEncoding("utf8").on("data", (text) => (printed[name] += text));
  // A command that ends early does not read what it is given.
  child.stdin.on("error", () => {});
  if (input !== undefined) child.stdin.end(input);
  const ended = once(child, "close").then(([status, signal]) => {
    clearTimeout(hung);
    return { status, signal, ...printed };
  });
  return { child, printed, ended };
}

/** The JSON lines of an output. */
export const jsonLines = (text) =>
  text
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line));

/** Resolves once `condition` holds; it decides nothing itself. */
export async function until(condition, what) {
  for (let tries = 0; tries < 1500; tries += 1) {
    const value = await condition();
    if (value) return value;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`never happened: ${what}`);
}

/** Tests in each mode of the server, or in these; `sandbox()` gives each test its own sandbox. The servers have the switches. */
export function inModes(modes, tests, switches = []) {
  for (const mode of modes) {
    describe(`${mode} mode`, () => {
      let server;
      const folders = [];
      before(async () => {
        server = await startServer({ mode, admin: true, switches });
      });
      after(async () => {
        await server.stop();
        for (const folder of folders) await rm(folder, { recursive: true });
      });
      tests(async () => {
        const folder = await mkdtemp(join(tmpdir(), "opik-attachments-cli-"));
        folders.push(folder);
        return new Sandbox(server, folder);
      }, mode);
    });
  }
}

export const bothModes = ["direct", "store"];
