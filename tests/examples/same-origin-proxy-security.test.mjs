// The paths, origins, methods and headers that examples/same-origin-proxy.mjs forwards or refuses. A stub of Opik records
// what reaches it.
import assert from "node:assert/strict";
import { once } from "node:events";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { Agent, createServer, request } from "node:http";
import { createServer as listen } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, beforeEach, describe, test } from "node:test";
import { startProxy } from "./start-proxy.mjs";

const list = "/api/v1/private/attachment/list";

let opik;
let arrived;
let answer;
let folder;
let proxy;
before(async () => {
  opik = createServer(async (request, response) => {
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    const { method, url, headers } = request;
    arrived.push({ method, url, headers, body: String(Buffer.concat(chunks)) });
    answer(response);
  });
  opik.listen(0, "127.0.0.1");
  await once(opik, "listening");

  const around = await mkdtemp(join(tmpdir(), "opik-attachments-"));
  folder = join(around, "page");
  await mkdir(join(folder, "sub"), { recursive: true });
  await writeFile(join(folder, "index.html"), "page");
  await writeFile(join(folder, "sub/style.css"), "css");
  await writeFile(join(folder, ".env"), "secret");
  await writeFile(join(around, "outside.txt"), "secret");
  proxy = await startProxy(folder, `http://127.0.0.1:${opik.address().port}/opik/api/`, { OPIK_API_KEY: "key" });
});
after(async () => {
  assert.equal(await proxy.stop(), "");
  opik.close();
  await rm(join(folder, ".."), { recursive: true });
});
beforeEach(() => {
  arrived = [];
  answer = (response) => response.end("{}");
});

/** Sends it as it is: neither paths nor headers are put right, as `fetch` would. */
async function send(path, { method = "GET", headers = {}, body } = {}) {
  const { hostname, port } = new URL(proxy.url);
  const sent = request({ hostname, port, path, method, headers, agent: false });
  sent.end(body);
  const [response] = await once(sent, "response");
  let text = "";
  for await (const chunk of response.setEncoding("utf8")) text += chunk;
  return { status: response.statusCode, headers: response.headers, text };
}

describe("paths", () => {
  test("those of the attachment API lead below Opik's own base, query and all", async () => {
    const query = "?path=aHR0cA%3D%3D&file_name=a%2Fb%2E%2E&x=%zz";
    assert.equal((await send(list + query)).status, 200);
    await send("/api/v1/private/projects/retrieve", { method: "POST", body: "{}" });
    for (const address of [`http://elsewhere.example${list}`, `//elsewhere.example${list}`]) await send(address);
    const [first, second, ...others] = arrived;
    assert.equal(first.url, `/opik/api/v1/private/attachment/list${query}`);
    assert.deepEqual(
      [second.method, second.url, second.body],
      ["POST", "/opik/api/v1/private/projects/retrieve", "{}"],
    );
    const own = "/opik/api/v1/private/attachment/list";
    assert.deepEqual(
      others.map(({ url }) => url),
      [own, own],
      "the host in an address is nothing to it",
    );
  });

  const closed = String.raw`
    * // /api /api/ /api/v1/private/traces /api/v1/private/projects /x${list} /api//v1/private/attachment/list
    /api/v1/private/attachment/ ${list}/more ${list}%00 /api/v1/private/attachment/%6cist/..
    /api/v1/private/attachment/../projects /api/v1/private/attachment/%2e%2e/traces
    /api/v1/private/attachment/..%2ftraces
    /../outside.txt /%2e%2e/outside.txt /..%2foutside.txt /sub/..\..\outside.txt
    /.env /%2eenv /sub/../.env /sub /sub/ /nowhere.js /style.css%00.html /opik-attachments
    /opik-attachments/../package.json /opik-attachments/%2e%2e/package.json /opik-attachments/..%2fpackage.json
  `;
  for (const path of closed.trim().split(/\s+/)) {
    test(`not ${path}`, async () => {
      const { status, text } = await send(path);
      assert.ok([400, 404].includes(status), `${status} ${text}`);
      assert.deepEqual(arrived, []);
    });
  }

  test("files of the page and of the package, with their types", async () => {
    const [page, style, code] = [
      await send("/"),
      await send("/sub/style.css?v=1"),
      await send("/opik-attachments/index.js"),
    ];
    assert.deepEqual([page.text, page.headers["content-type"]], ["page", "text/html; charset=utf-8"]);
    assert.deepEqual([style.text, style.headers["content-type"]], ["css", "text/css; charset=utf-8"]);
    assert.match(code.text, /AttachmentClient/);
    assert.match(code.headers["content-type"], /^text\/javascript/);
    const head = await send("/", { method: "HEAD" });
    assert.deepEqual([head.status, head.text, head.headers["content-length"]], [200, "", "4"]);
  });
});

describe("who may ask", () => {
  const own = () => new URL(proxy.url).host;
  for (const [name, headers, allowed] of [
    ["the page itself", () => ({ origin: `http://${own()}` }), true],
    ["the page as localhost", () => ({ host: own().replace("127.0.0.1", "localhost") }), true],
    ["a page of another origin", () => ({ origin: "http://elsewhere.example" }), false],
    ["a page of this machine on another port", () => ({ origin: "http://127.0.0.1:1" }), false],
    ["a page without an origin", () => ({ origin: "null" }), false],
    ["a name that leads here", () => ({ host: "elsewhere.example", origin: "http://elsewhere.example" }), false],
  ]) {
    test(`${name}: ${allowed ? "yes" : "no"}`, async () => {
      const { status } = await send(list, { headers: { host: own(), ...headers() } });
      assert.deepEqual([status, arrived.length], allowed ? [200, 1] : [403, 0]);
    });
  }

  test("no methods but those of the package", async () => {
    for (const method of ["DELETE", "PATCH", "OPTIONS", "TRACE", "HEAD"])
      assert.equal((await send(list, { method })).status, 404);
    assert.deepEqual(arrived, []);
  });
});

describe("headers", () => {
  test("Opik gets the proxy's credentials and what the request is about, and nothing else", async () => {
    const headers = {
      ...{ accept: "*/*", "content-type": "text/plain", range: "bytes=1-", authorization: "of the page" },
      ...{
        "comet-workspace": "of the page",
        cookie: "a=b",
        connection: "close, x-hop",
        "x-hop": "1",
        origin: proxy.url.slice(0, -1),
      },
    };
    await send("/api/v1/private/attachment/upload", { method: "PUT", headers, body: "text" });
    const { host, connection, ...rest } = arrived[0].headers;
    assert.equal(host, `127.0.0.1:${opik.address().port}`);
    assert.notEqual(connection, "close, x-hop");
    assert.deepEqual(rest, {
      ...{ accept: "*/*", "content-type": "text/plain", range: "bytes=1-", "content-length": "4" },
      ...{ authorization: "key", "comet-workspace": "default" },
    });
    assert.equal(arrived[0].body, "text");
  });

  test("a body is never taken for a request, whatever the method", async () => {
    const inner = `GET /opik/api/v1/private/traces HTTP/1.1\r\nHost: x\r\n\r\n`;
    await send(list, { headers: { "transfer-encoding": "chunked" }, body: inner });
    await send(list, { headers: { "content-length": inner.length }, body: inner });
    assert.deepEqual(
      arrived.map(({ url, body }) => [url, body]),
      Array(2).fill(["/opik/api/v1/private/attachment/list", inner]),
    );
  });

  test("the page gets the headers of the answer, but no cookies", async () => {
    answer = (response) => {
      const wanted = { "Retry-After": "7", "Content-Type": "text/plain", ETag: '"1"' };
      response
        .writeHead(429, { "Set-Cookie": "a=b", "X-Hop": "1", Connection: "close, x-hop", ...wanted })
        .end("slowly");
    };
    const { status, headers, text } = await send(list);
    assert.deepEqual([status, text], [429, "slowly"]);
    const { date, connection, "transfer-encoding": framing, ...rest } = headers;
    assert.deepEqual(rest, { "retry-after": "7", "content-type": "text/plain", etag: '"1"' });
    assert.notEqual(connection, "close, x-hop");
  });
});

describe("behaviour of Opik", () => {
  test("a redirect is not followed, neither here nor by the page", async () => {
    answer = (response) =>
      response.writeHead(307, { Location: `http://127.0.0.1:${opik.address().port}/elsewhere` }).end();
    const { status, headers, text } = await send(list);
    assert.deepEqual([status, headers.location, arrived.length], [502, undefined, 1]);
    assert.match(text, /redirect to .*\/elsewhere$/m);
  });

  test("an unreachable Opik is distinguished from one that refuses", async () => {
    answer = (response) => response.socket.destroy();
    const { status, text } = await send(list);
    assert.equal(status, 502);
    assert.match(text, /^Opik cannot be reached: /);
  });

  test("an answer during an upload is forwarded, and the page can send the rest", { timeout: 30_000 }, async () => {
    const earlyResponder = listen((socket) => {
      socket.once("data", () => {
        socket.pause();
        socket.write("HTTP/1.1 413 Too Large\r\nContent-Length: 9\r\n\r\ntoo large");
      });
      socket.on("error", () => {});
    });
    earlyResponder.listen(0, "127.0.0.1");
    await once(earlyResponder, "listening");
    const agent = new Agent({ keepAlive: true });
    const before = await startProxy(folder, `http://127.0.0.1:${earlyResponder.address().port}/api`);
    try {
      const { hostname, port } = new URL(before.url);
      const path = "/api/v1/private/attachment/upload";
      // Keep-alive, like browsers.
      const upload = request({ hostname, port, path, method: "PUT", agent });
      const sent = once(upload, "finish");
      upload.end(Buffer.alloc(32 * 2 ** 20));
      const [response] = await once(upload, "response");
      assert.equal(response.statusCode, 413);
      assert.equal(String(Buffer.concat(await response.toArray())), "too large");
      await sent;
    } finally {
      agent.destroy();
      assert.equal(await before.stop(), "");
      earlyResponder.close();
    }
  });
});
