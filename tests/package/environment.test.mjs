// The environment variables that `fromEnv` reads, in new processes.
import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { runProgram } from "./lib/run-program.mjs";

let folder;
let backend;
let seen;
const id = "0190babc-62a0-71d2-832a-0feffa4676eb";

before(async () => {
  folder = await mkdtemp(join(tmpdir(), "opik-attachments-"));
  // Records what arrives, and has no project.
  backend = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk) => (body += chunk));
    request.on("end", () => {
      // A search for similar names, which the error suggests.
      if (request.method === "GET") return response.writeHead(404).end();
      const { authorization, "comet-workspace": workspace } = request.headers;
      // The client searches for projects of a similar name afterwards.
      if (request.method === "POST") seen = { url: request.url, authorization, workspace, project: JSON.parse(body).name };
      response.writeHead(404, { "content-type": "application/json" }).end('{"errors":["Project not found"]}');
    });
  });
  await new Promise((resolve) => backend.listen(0, "127.0.0.1", resolve));
});
after(async () => {
  backend.close();
  await rm(folder, { recursive: true });
});

const list = (options) => `
  import { AttachmentClient } from "opik-attachments";
  const client = AttachmentClient.fromEnv(${options});
  await client.getAttachmentList({ entityType: "trace", entityId: "${id}" }).catch((error) => console.log(error.code));
`;

test("options override the environment, which overrides the file, which overrides the defaults", async () => {
  const apiUrl = `http://127.0.0.1:${backend.address().port}/base`;
  const config = `[opik]\nurl_override = ${apiUrl}/\napi_key = file-key\nworkspace = file-workspace\nproject_name = file-project\n`;
  await writeFile(join(folder, ".opik.config"), config);
  await writeFile(join(folder, "other.config"), config.replaceAll("file-", "other-"));

  const cases = [
    [{}, "", { authorization: "file-key", workspace: "file-workspace", project: "file-project" }],
    [{ OPIK_API_KEY: "env-key", OPIK_WORKSPACE: "" }, "", { authorization: "env-key", workspace: "file-workspace", project: "file-project" }],
    [
      { OPIK_PROJECT_NAME: "env-project", OPIK_WORKSPACE: "env-workspace" },
      "{ projectName: 'option-project' }",
      { authorization: "file-key", workspace: "env-workspace", project: "option-project" },
    ],
    [{ OPIK_CONFIG_PATH: "~/other.config" }, "", { authorization: "other-key", workspace: "other-workspace", project: "other-project" }],
    [{ HOME: join(folder, "nobody"), OPIK_URL_OVERRIDE: apiUrl }, "", { authorization: undefined, workspace: "default", project: "Default Project" }],
  ];
  for (const [env, options, expected] of cases) {
    seen = undefined;
    const { status, stdout, stderr } = await runProgram(list(options), { HOME: folder, ...env });
    assert.deepEqual({ status, stdout, stderr }, { status: 0, stdout: "PROJECT_NOT_FOUND\n", stderr: "" });
    assert.deepEqual(seen, { url: "/base/v1/private/projects/retrieve", ...expected });
  }
});

test("a missing configuration file is named", async () => {
  const path = join(folder, "missing.config");
  const source = `
    import { AttachmentClient } from "opik-attachments";
    try { AttachmentClient.fromEnv() } catch (error) { console.log(error.code, error.message) }
  `;
  const { stdout } = await runProgram(source, { HOME: folder, OPIK_CONFIG_PATH: path });
  assert.equal(stdout, `INVALID_ARGUMENT OPIK_CONFIG_PATH: expected the path of a file, got "${path}"\n`);
});

test("the constructor reads no environment", async () => {
  const source = list("").replace("AttachmentClient.fromEnv()", `new AttachmentClient({ apiUrl: "http://127.0.0.1:${backend.address().port}" })`);
  await runProgram(source, { HOME: folder, OPIK_API_KEY: "env-key" });
  assert.deepEqual(seen, { url: "/v1/private/projects/retrieve", authorization: undefined, workspace: "default", project: "Default Project" });
});
