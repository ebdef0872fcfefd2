// Layers between a page and the network, in Chromium: a service worker that answers requests by `fetch`, the page's
// Content-Security-Policy, and servers that close connections. The tests use stub servers, which do what each test needs.
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { chromium } from "playwright-core";
import { launchOptions } from "../../scripts/lib/chromium.mjs";
import { root } from "../../scripts/lib/run.mjs";

const mib = 2 ** 20;
const id = "0190babc-62a0-71d2-832a-0feffa4676eb";
const cors = {
  "Access-Control-Allow-Origin": "*",
  "Access-Control-Allow-Headers": "*",
  "Access-Control-Allow-Methods": "*",
  "Access-Control-Expose-Headers": "ETag",
};

async function listening(handler) {
  const server = createServer(handler);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const stop = () => (server.closeAllConnections(), server.close());
  return { url: `http://127.0.0.1:${server.address().port}`, stop };
}

/** Serves the package, a page with the policy in its query, and a service worker. */
const startPages = () =>
  listening(async (request, response) => {
    const { pathname, searchParams } = new URL(request.url, "http://x");
    const send = (type, body, headers) => response.writeHead(200, { "Content-Type": type, ...headers }).end(body);
    if (pathname.startsWith("/pkg/")) return send("text/javascript", await readFile(join(root, pathname)));
    if (pathname === "/worker.js") {
      const takesOver = 'addEventListener("activate", (event) => event.waitUntil(clients.claim()));';
      return send("text/javascript", `${takesOver} addEventListener("fetch", (event) => event.respondWith(fetch(event.request)));`);
    }
    const policy = searchParams.get("policy");
    send("text/html", "<!doctype html><title>Page</title>", policy ? { "Content-Security-Policy": policy } : {});
  });

/** Starts a stub of Opik in direct mode, or with part URLs at `storeUrl`. `put` handles the requests with bytes. */
const startOpik = ({ storeUrl, put }) =>
  listening((request, response) => {
    const json = (value) => response.writeHead(200, { ...cors, "Content-Type": "application/json" }).end(JSON.stringify(value));
    if (request.method === "OPTIONS") return response.writeHead(200, cors).end();
    if (request.method === "PUT") return put(request, response);
    request.resume();
    if (request.url.endsWith("/upload-start")) {
      return json(storeUrl ? { upload_id: "u", pre_sign_urls: [`${storeUrl}/part`] } : { upload_id: "BEMinIO", pre_sign_urls: ["x"] });
    }
    if (request.url.endsWith("/retrieve")) return json({ id });
    if (request.url.includes("/list?")) return json({ total: 0, content: [] });
    response.writeHead(204, cors).end();
  });

const startStore = (put) =>
  listening((request, response) => {
    if (request.method === "OPTIONS") return response.writeHead(200, cors).end();
    put(request, response);
  });

/** Reads the body so slowly that no buffer can hide it, and then answers with success. */
function readSlowly(request, response) {
  request.on("data", () => {
    request.pause();
    setTimeout(() => request.resume(), 10);
  });
  request.on("end", () => response.writeHead(204, cors).end());
}

let browser;
let pages;
before(async () => {
  [browser, pages] = await Promise.all([chromium.launch(launchOptions), startPages()]);
});
after(async () => {
  await browser?.close();
  pages?.stop();
});

/** Resolves to the outcome of an upload, or of a list if there is no `size`, in a page with that `policy`. */
async function inPage(options, { size, policy = "", worker = false } = {}) {
  const page = await browser.newPage();
  try {
    await page.goto(`${pages.url}/?${new URLSearchParams({ policy })}`);
    if (worker) {
      await page.evaluate(async () => {
        const controlled = new Promise((resolve) => navigator.serviceWorker.addEventListener("controllerchange", resolve));
        await navigator.serviceWorker.register("/worker.js");
        await controlled;
      });
    }
    return await page.evaluate(
      async ([options, entityId, size]) => {
        const { AttachmentClient } = await import("/pkg/dist/index.js");
        const client = new AttachmentClient(options);
        const target = { entityType: "trace", entityId };
        const file = size && new Blob([new Uint8Array(size)]);
        try {
          return { done: await (file ? client.uploadAttachment({ ...target, file, fileName: "a" }) : client.getAttachmentList(target)) };
        } catch ({ code, hint = "", attempts, retryable }) {
          return { code, hint, attempts, retryable };
        }
      },
      [options, randomUUID(), size],
    );
  } finally {
    await page.close();
  }
}

describe("a service worker that answers by fetch", () => {
  test("an upload that takes longer than stallTimeout arrives", async () => {
    const opik = await startOpik({ put: readSlowly });
    try {
      for (const worker of [false, true]) {
        const { done, ...error } = await inPage({ apiUrl: opik.url, stallTimeout: 1500, maxAttempts: 1 }, { size: 24 * mib, worker });
        assert.equal(done?.fileSize, 24 * mib, `worker: ${worker}, ${JSON.stringify(error)}`);
      }
    } finally {
      opik.stop();
    }
  });

  test("an upload that nobody reads ends", async () => {
    const opik = await startOpik({ put: (request) => request.pause() });
    try {
      const { code } = await inPage({ apiUrl: opik.url, stallTimeout: 400, maxAttempts: 1 }, { size: 1000, worker: true });
      assert.equal(code, "TIMEOUT");
    } finally {
      opik.stop();
    }
  });
});

describe("the Content-Security-Policy of the page", () => {
  const policyOf = (...origins) => `script-src 'self' 'wasm-unsafe-eval' 'unsafe-eval'; connect-src 'self' ${origins.join(" ")}`;

  test("that forbids the backend is named, and no attempt is wasted", async () => {
    const opik = await startOpik({});
    try {
      const error = await inPage({ apiUrl: opik.url }, { policy: policyOf() });
      assert.deepEqual({ ...error, hint: undefined }, { code: "NETWORK_ERROR", attempts: 1, retryable: false, hint: undefined });
      assert.match(error.hint, /connect-src/);
      assert.ok(error.hint.includes(opik.url) && !error.hint.includes("CORS"), error.hint);
    } finally {
      opik.stop();
    }
  });

  test("that forbids the store is named for a part, too", async () => {
    const store = await startStore((_request, response) => response.end());
    const opik = await startOpik({ storeUrl: store.url });
    try {
      const { code, hint } = await inPage({ apiUrl: opik.url }, { size: 10, policy: policyOf(opik.url) });
      assert.equal(code, "NETWORK_ERROR");
      assert.ok(hint.includes("connect-src") && hint.includes(store.url), hint);
    } finally {
      opik.stop();
      store.stop();
    }
  });
});

describe("CORS", () => {
  const refusesCors = (_request, response) => response.end();

  test("is blamed if an origin has never answered", async () => {
    const opik = await listening(refusesCors);
    const other = await startOpik({ storeUrl: opik.url });
    try {
      assert.match((await inPage({ apiUrl: opik.url, maxAttempts: 1 })).hint, /Probably CORS/);
      assert.match((await inPage({ apiUrl: other.url, maxAttempts: 1 }, { size: 10 })).hint, /Probably CORS.*bucket/);
    } finally {
      opik.stop();
      other.stop();
    }
  });

  test("is not blamed for a store that closes the connection after bytes were sent", async () => {
    const closesConnection = (request) => {
      readSlowly(request, { writeHead: () => ({ end() {} }) });
      setTimeout(() => request.destroy(), 500);
    };
    const store = await startStore(closesConnection);
    const opik = await startOpik({ storeUrl: store.url });
    try {
      const error = await inPage({ apiUrl: opik.url, maxAttempts: 1, partSize: 64 * mib }, { size: 32 * mib });
      assert.deepEqual(error, { code: "NETWORK_ERROR", hint: "", attempts: 1, retryable: true });
    } finally {
      store.stop();
      opik.stop();
    }
  });

  test("is not blamed for a backend that has answered before and closes the connection", async () => {
    const opik = await startOpik({ put: (request) => request.destroy() });
    try {
      const error = await inPage({ apiUrl: opik.url, maxAttempts: 1 }, { size: 10 });
      assert.deepEqual(error, { code: "NETWORK_ERROR", hint: "", attempts: 1, retryable: true });
    } finally {
      opik.stop();
    }
  });
});
