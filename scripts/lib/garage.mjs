// Starts Garage, an S3 that is not of this repository, with one empty bucket in it, and ends it again.
import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { freePort } from "./free-port.mjs";
import { output } from "./run.mjs";

const bucket = "attachments";
/** Not the usual one, so that a region which goes nowhere is noticed. */
const region = "garage";
/** Far longer than it takes, so that only what hangs is ended. */
const patienceMs = 60_000;

/** What server/src/store/cors.rs answers, as the rule of a bucket. */
const corsRule = {
  AllowedOrigin: ["*"],
  AllowedMethod: ["GET", "PUT", "HEAD"],
  AllowedHeader: ["*"],
  ExposeHeader: ["ETag", "Content-Range", "Accept-Ranges", "Content-Length"],
  MaxAgeSeconds: 3000,
};

/**
 * One node on free ports of 127.0.0.1, with a directory of its own. Resolves, once its bucket can be used, to where that
 * is, to the keys that open it, to `wasUsed`, which tells whether objects came to it, and to `stop`, which ends the node
 * and removes everything.
 */
export async function startGarage() {
  const folder = mkdtempSync(join(tmpdir(), "opik-attachments-garage-"));
  const config = join(folder, "garage.toml");
  const [apiPort, rpcPort] = [await freePort(), await freePort()];
  const endpoint = `http://127.0.0.1:${apiPort}`;
  const [accessKey, secretKey] = [`GK${randomBytes(12).toString("hex")}`, randomBytes(32).toString("hex")];
  // It refuses secrets that others can read.
  writeFileSync(config, settings({ folder, apiPort, rpcPort }), { mode: 0o600 });

  const env = {
    PATH: process.env.PATH,
    GARAGE_DEFAULT_ACCESS_KEY: accessKey,
    GARAGE_DEFAULT_SECRET_KEY: secretKey,
    GARAGE_DEFAULT_BUCKET: bucket,
    RUST_LOG: "garage=warn",
  };
  const args = ["--config", config, "server", "--single-node", "--default-bucket"];
  const child = spawn("garage", args, { env, stdio: ["ignore", "pipe", "pipe"], detached: true });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text) => (said = (said + text).slice(-4000)));
  }
  let running = true;
  const ended = new Promise((resolve) => {
    child.once("close", resolve);
    child.once("error", resolve);
  }).then(() => (running = false));
  // With retries, since a process that is being killed may still write.
  const removeFolder = () => rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
  const removeAll = () => {
    child.kill("SIGKILL");
    removeFolder();
  };
  process.once("exit", removeAll);
  const stop = async () => {
    child.kill("SIGTERM");
    const timer = setTimeout(() => child.kill("SIGKILL"), 5000);
    await ended;
    clearTimeout(timer);
    process.removeListener("exit", removeAll);
    removeFolder();
  };

  const ask = (operation, payload) => {
    const answer = output("garage", ["--config", config, "json-api", operation, JSON.stringify(payload)]);
    return answer && JSON.parse(answer);
  };
  /** The bucket once `enough` of it is true, or undefined if that never happens. */
  const bucketOnce = async (enough) => {
    const deadline = performance.now() + patienceMs;
    while (running && performance.now() < deadline) {
      const info = ask("GetBucketInfo", { globalAlias: bucket });
      if (info && enough(info)) return info;
      await sleep(200);
    }
    return undefined;
  };
  // Its count of objects lags behind.
  const wasUsed = async () => (await bucketOnce(({ objects }) => objects > 0)) !== undefined;

  const info = await bucketOnce(() => true);
  if (!info) {
    await stop();
    throw new Error(`Garage does not start:\n${said}`);
  }
  if (!ask("UpdateBucket", { id: info.id, body: { corsRules: [corsRule] } })?.corsRules) {
    await stop();
    throw new Error(`Garage does not take the bucket's CORS rule:\n${said}`);
  }
  const keys = { AWS_ACCESS_KEY_ID: accessKey, AWS_SECRET_ACCESS_KEY: secretKey, AWS_REGION: region };
  return { endpoint, bucket, keys, wasUsed, stop };
}

function settings({ folder, apiPort, rpcPort }) {
  const quoted = (text) => JSON.stringify(text);
  return `
metadata_dir = ${quoted(join(folder, "meta"))}
data_dir = ${quoted(join(folder, "data"))}
db_engine = "sqlite"
replication_factor = 1
rpc_bind_addr = "127.0.0.1:${rpcPort}"
rpc_public_addr = "127.0.0.1:${rpcPort}"
rpc_secret = "${randomBytes(32).toString("hex")}"

[s3_api]
s3_region = "${region}"
api_bind_addr = "127.0.0.1:${apiPort}"
`;
}
