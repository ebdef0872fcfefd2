// Opens downloads and leaves them, in Node, Deno and Bun; unread-downloads.test.mjs watches how the program ends.
const [entry, apiUrl, what] = globalThis.Deno?.args ?? process.argv.slice(2);
const { AttachmentClient } = await import(entry);
// So long that a watch that is left running keeps the program alive for ever, as far as the test is concerned.
const client = new AttachmentClient({ apiUrl, stallTimeout: 3_600_000 });
const download = (fileName, more) =>
  client.downloadAttachment({ entityType: "trace", entityId: crypto.randomUUID(), fileName, ...more });

async function readOnce(fileName, more) {
  const { value } = await (await download(fileName, more)).getReader().read();
  if (!(value.byteLength > 0)) throw new Error("nothing came");
}

const isClosed = async () => (await (await fetch(`${apiUrl}/closed`)).text()) === "true";
const collect = () => (globalThis.Bun ? Bun.gc(true) : globalThis.gc());

const jobs = {
  unread: () => download("small"),
  "read once": () => readOnce("small"),
  async dropped() {
    // Signals live longer than what they were given to.
    const { signal } = new AbortController();
    await readOnce("endless", { signal });
    for (let tries = 0; !(await isClosed()); tries += 1) {
      if (tries === 1000) throw new Error("the connection is still open");
      collect();
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    signal.throwIfAborted();
  },
};
await jobs[what]();
console.log("done");
