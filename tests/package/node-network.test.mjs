// Network failures in Node, and the errors that the package makes of them: redirects by a store, certificates, proxies in
// the environment. Also: progress with a custom fetch.
import assert from "node:assert/strict";
import { createPrivateKey, randomUUID } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";
import { createServer as createSecureServer } from "node:https";
import { afterEach, test } from "node:test";
import { AttachmentClient } from "opik-attachments";

/** A self-signed certificate for 127.0.0.1, valid until 2126, made for this test. */
const selfSigned = {
  key: createPrivateKey({
    format: "jwk",
    key: {
      ...{ kty: "EC", crv: "P-256", d: "Rdg4ib35wMPLjRmQ_nG1BsgoeHk_SUTKvqzp27CTFiw" },
      ...{ x: "76xWltNKIgybl_Cbgz1HVGhEpbKd1anQw8NDfzHywY8", y: "CnI0BwIg_Mit6N6OE4lZuKMNzOEDwxFVluvqRAbYNZ8" },
    },
  }).export({ type: "pkcs8", format: "pem" }),
  cert: `-----BEGIN CERTIFICATE-----
MIIBjzCCATagAwIBAgIUWDlWCKN6uRs4ob89KO/JqJY4MtcwCgYIKoZIzj0EAwIw
FDESMBAGA1UEAwwJMTI3LjAuMC4xMCAXDTI2MTEyODAxMTAxNVoYDzIxMjYxMTA0
MDExMDE1WjAUMRIwEAYDVQQDDAkxMjcuMC4wLjEwWTATBgcqhkjOPQIBBggqhkjO
PQMBBwNCAATvrFaW00oiDJuX8JuDPUdUaESlsp3VqdDDw0N/MfLBjwpyNAcCIPzI
rejejhOJWbijDczhA8MRVZbr6kQG2DWfo2QwYjAdBgNVHQ4EFgQUktgquW8zjDfj
c8CPQh5ZUw8CO5kwHwYDVR0jBBgwFoAUktgquW8zjDfjc8CPQh5ZUw8CO5kwDwYD
VR0TAQH/BAUwAwEB/zAPBgNVHREECDAGhwR/AAABMAoGCCqGSM49BAMCA0cAMEQC
IC0GcJevb7OGc6A8/1aRZmCXW/+0PjlOxDMmk3aue16kAiBoDETVCuO+WTDudlfc
rX+blk69EX3KmmuYssRlXVjs3g==
-----END CERTIFICATE-----`,
};

const stops = [];
afterEach(() => {
  for (const stop of stops.splice(0)) stop();
});

async function start(server) {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  stops.push(() => (server.closeAllConnections(), server.close()));
  return `127.0.0.1:${server.address().port}`;
}

const target = () => ({ entityType: "trace", entityId: randomUUID() });
const json = (response, value) => response.setHeader("Content-Type", "application/json").end(JSON.stringify(value));
const failure = (promise) => promise.then(() => assert.fail("it succeeded"), (error) => error);

/** Starts a stub of Opik and its store. `put` answers the requests with bytes. */
async function startOpik(uploadId, put) {
  const host = await start(
    createServer((request, response) => {
      if (request.method === "PUT") return put(request, response);
      request.resume();
      if (request.url.endsWith("/upload-start")) {
        return json(response, { upload_id: uploadId, pre_sign_urls: [`http://${host}/store/part?X-Amz-Signature=5ec3e7`] });
      }
      response.writeHead(204).end();
    }),
  );
  return `http://${host}/api`;
}

test("the error of a redirect by the store names its target, and no byte is sent there", async () => {
  let requests = 0;
  const elsewhere = await start(createServer((_request, response) => ((requests += 1), response.end())));
  for (const [location, named] of [[`http://${elsewhere}/b/part?X-Amz-Signature=5ec3e7`, ` to http://${elsewhere}/b/part`], [undefined, ""]]) {
    let puts = 0;
    const apiUrl = await startOpik("u", (request, response) => {
      puts += 1;
      request.resume().on("end", () => response.writeHead(307, location && { Location: location }).end());
    });
    for (const fetch of [undefined, (url, init) => globalThis.fetch(url, { ...init })]) {
      const client = new AttachmentClient({ apiUrl, fetch });
      const { code, message, hint } = await failure(client.uploadAttachment({ ...target(), file: new Uint8Array(1e6), fileName: "a" }));
      assert.equal(code, "API_ERROR");
      assert.ok(message.endsWith(`: the server redirects${named}`), message);
      assert.doesNotMatch(message + hint, /5ec3e7|apiUrl/);
    }
    assert.deepEqual([puts, requests], [2, 0]);
  }
});

test("a part without an ETag is blamed on a proxy", async () => {
  const apiUrl = await startOpik("u", (request, response) => request.resume().on("end", () => response.end()));
  const { code, hint } = await failure(new AttachmentClient({ apiUrl }).uploadAttachment({ ...target(), file: new Blob(["a"]), fileName: "a" }));
  assert.equal(code, "ETAG_NOT_EXPOSED");
  assert.match(hint, /proxy/);
  assert.doesNotMatch(hint, /CORS/);
});

test("a self-signed certificate fails without a retry", async () => {
  const host = await start(createSecureServer(selfSigned, (_request, response) => response.end()));
  let retries = 0;
  const client = new AttachmentClient({ apiUrl: `https://${host}/api`, onRetry: () => (retries += 1) });
  const { code, attempts, retryable, hint } = await failure(client.getAttachmentList(target()));
  assert.deepEqual({ code, attempts, retryable, retries }, { code: "NETWORK_ERROR", attempts: 1, retryable: false, retries: 0 });
  assert.match(hint, /NODE_EXTRA_CA_CERTS/);
});

test("an unknown host, while the environment names a proxy that fetch does not use", async () => {
  const names = ["HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy", "NODE_USE_ENV_PROXY"];
  const before = names.map((name) => [name, process.env[name]]);
  const hintWith = async (variables, options) => {
    for (const name of names) delete process.env[name];
    Object.assign(process.env, variables);
    const client = new AttachmentClient({ apiUrl: "https://nobody.invalid/api", maxAttempts: 1, ...options });
    const { code, hint = "" } = await failure(client.getAttachmentList(target()));
    assert.equal(code, "NETWORK_ERROR");
    return hint;
  };
  try {
    for (const name of names.slice(0, 4)) {
      const hint = await hintWith({ [name]: "http://127.0.0.1:1" });
      assert.match(hint, /NODE_USE_ENV_PROXY=1.*option fetch/);
    }
    assert.equal(await hintWith({}), "");
    assert.equal(await hintWith({ HTTPS_PROXY: "http://127.0.0.1:1", NODE_USE_ENV_PROXY: "1" }), "");
    assert.equal(await hintWith({ HTTPS_PROXY: "http://127.0.0.1:1" }, { fetch: (url, init) => fetch(url, init) }), "");
  } finally {
    for (const [name, value] of before) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  }
});

test("progress with a custom fetch is as fine as with the built-in one", async () => {
  const size = 12_000_000;
  const apiUrl = await startOpik("BEMinIO", (request, response) => {
    request.on("data", () => {
      request.pause();
      setTimeout(() => request.resume(), 4);
    });
    request.on("end", () => response.writeHead(204).end());
  });
  for (const fetch of [undefined, (url, init) => globalThis.fetch(url, { ...init }), (url, init) => globalThis.fetch(new Request(url, init))]) {
    const loaded = [];
    const client = new AttachmentClient({ apiUrl, fetch });
    await client.uploadAttachment({ ...target(), file: new Uint8Array(size), fileName: "a", onProgress: (event) => loaded.push(event.loaded) });
    assert.ok(loaded.filter((bytes) => bytes > 0 && bytes < size).length >= 3, `${fetch}: ${loaded}`);
  }
});
