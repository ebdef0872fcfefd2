// The admin port of the local server, as scripts and tests use it.
import assert from "node:assert/strict";
import { test } from "node:test";
import { startServer } from "../scripts/lib/server.mjs";

test("faults are ordered and called off, requests and state are read", async () => {
  const server = await startServer({ admin: true });
  try {
    const url = `${server.apiUrl}/v1/private/attachment/list`;
    const rule = { path: "*/list", nth: 2, action: { type: "status", status: 503 } };
    assert.deepEqual(await server.faults.add(rule), [1]);
    const statuses = [];
    for (let i = 0; i < 3; i++) statuses.push((await fetch(url)).status);
    assert.deepEqual(statuses, [400, 503, 400]);
    assert.deepEqual(await server.faults.list(), [{ id: 1, rule, matched: 3, acted: 1 }]);
    assert.deepEqual((await server.requests()).map(({ fault }) => fault), [null, 1, null]);
    assert.deepEqual((await server.requests({ after: 2 })).map(({ id }) => id), [3]);
    assert.deepEqual(await server.state(), { rows: [], objects: [], open_uploads: [] });
    await server.faults.clear();
    assert.deepEqual(await server.faults.list(), []);
    await assert.rejects(server.faults.add({ nth: 0, action: rule.action }), /400 .*nth: expected 1 or more/);
  } finally {
    await server.stop();
  }
});

test("a server without it has none", async () => {
  const server = await startServer();
  try {
    assert.deepEqual([server.adminUrl, server.faults], [undefined, undefined]);
  } finally {
    await server.stop();
  }
});
