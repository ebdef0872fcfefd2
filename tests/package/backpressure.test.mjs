// A reader that does not read stops the network, and one that cancels ends the request.
import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import { after, before, test } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import { AttachmentClient } from "opik-attachments";

const mib = 2 ** 20;
const size = 256 * mib;
const chunk = Buffer.alloc(mib);

let store;
let sent;
let closed;
before(async () => {
  // Sends as fast as the connection allows.
  store = createServer((_request, response) => {
    sent = 0;
    closed = once(response, "close");
    response.writeHead(200, { "Content-Length": size });
    const more = () => {
      while (sent < size && !response.destroyed) {
        sent += chunk.length;
        if (!response.write(chunk)) return response.once("drain", more);
      }
      response.end();
    };
    more();
  });
  store.listen(0, "127.0.0.1");
  await once(store, "listening");
});
after(() => {
  store.closeAllConnections();
  store.close();
});

/** Resolves to the number of bytes sent, once it no longer grows. */
async function settled() {
  for (let before = -1; before !== sent; ) {
    before = sent;
    await wait(300);
  }
  return sent;
}

test("bytes that nobody reads are not fetched, nor are those of a cancelled stream", { timeout: 60_000 }, async () => {
  const client = new AttachmentClient({ apiUrl: "http://127.0.0.1:1/api", stallTimeout: 1000 });
  const link = `http://127.0.0.1:${store.address().port}/large?X-Amz-Signature=x`;
  const target = { entityType: "trace", entityId: "0190babc-62a0-71d2-832a-0feffa4676eb", fileName: "large" };
  const stream = await client.downloadAttachment({ ...target, link, fileSize: size });
  const reader = stream.getReader();
  await reader.read();
  const first = await settled();
  // The buffers of two sockets and of fetch hold some; the rest of the 256 MiB is not sent.
  assert.ok(first < 64 * mib, `${first / mib} MiB`);

  // A pause longer than stallTimeout is no stall, since nothing was requested.
  await wait(1500);
  let read = 0;
  while (read < 32 * mib) read += (await reader.read()).value.byteLength;
  const second = await settled();
  assert.ok(second > first && second < first + 64 * mib, `${first / mib}, then ${second / mib} MiB`);

  await reader.cancel();
  await closed;
  assert.ok(sent < size);
});
