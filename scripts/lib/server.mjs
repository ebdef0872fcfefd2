// Starts the local Opik server of this repository, and ends it again.
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { join } from "node:path";
import { adminOf } from "./admin.mjs";
import { root } from "./run.mjs";

const stopAfterMs = 5000;
/**
 * A bucket elsewhere that every server started here keeps its objects in, as scripts/test-garage.mjs sets it: JSON with
 * `endpoint` and `bucket`. Keys and region are in the environment, too, where the server looks for them.
 */
const bucketElsewhere = process.env.OPIK_ATTACHMENTS_TEST_S3;

/**
 * Starts a server and resolves once it answers. Free ports unless told otherwise; a temporary data directory unless
 * `data` names one; uploads for version 7 ids only, unless `ids` is "any"; the pages of the folder `www` of this
 * repository; `switches` are passed as they are. `program` is another build of it, and `launch` makes another command of
 * the command and its arguments. `stop` ends it and resolves when it has gone. With `admin` it also has `faults`,
 * `requests` and `state`, as in admin.mjs. One that ends by itself says so, with its last words; `ended` resolves to how
 * it ended.
 */
export async function startServer(options = {}) {
  const { mode = "direct", cors = false, data, port = 0, admin = false, www = "www/dist", switches = [] } = options;
  const { ids = "v7" } = options;
  const { program = join(root, "target/debug/opik-attachments-server"), launch = (...command) => command } = options;
  const args = ["--mode", mode, "--port", String(port), "--www", join(root, www), "--pkg", join(root, "pkg"), "--json"];
  if (cors) args.push("--cors");
  if (ids !== "v7") args.push("--ids", ids);
  if (data) args.push("--data", data);
  if (admin) args.push("--admin-port", "0");
  if (bucketElsewhere) {
    const { endpoint, bucket } = JSON.parse(bucketElsewhere);
    args.push("--s3-endpoint", endpoint, "--s3-bucket", bucket);
  }
  args.push(...switches);
  // A group of its own: Ctrl-C in a terminal reaches the script, and the script ends its servers.
  const [command, commandArgs] = launch(program, args);
  const child = spawn(command, commandArgs, { stdio: ["ignore", "pipe", "pipe"], detached: true });
  let complaints = "";
  child.stderr.setEncoding("utf8").on("data", (text) => (complaints = (complaints + text).slice(-4000)));
  const ended = new Promise((resolve) => child.once("close", (status, signal) => resolve(signal ?? `status ${status}`)));
  const endWithUs = () => child.kill("SIGKILL");
  process.once("exit", endWithUs);

  const line = await new Promise((resolve, reject) => {
    child.once("error", (error) => reject(new Error(`${program}: ${error.message}`)));
    ended.then((how) => reject(new Error(`the server ended with ${how}\n${complaints}`)));
    createInterface({ input: child.stdout }).once("line", resolve);
  });
  let stopping = false;
  ended.then((how) => {
    if (!stopping) console.error(`✗ the local server in ${mode} mode ended by itself with ${how}\n${complaints}`);
  });
  const stop = async () => {
    stopping = true;
    process.removeListener("exit", endWithUs);
    child.kill("SIGTERM");
    const timer = setTimeout(() => child.kill("SIGKILL"), stopAfterMs);
    await ended;
    clearTimeout(timer);
  };
  const ready = JSON.parse(line);
  return { ...ready, ...(admin && adminOf(ready.adminUrl)), stop, ended };
}
