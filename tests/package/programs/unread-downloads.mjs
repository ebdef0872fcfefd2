// Opens downloads and abandons them, in Node, Deno and Bun. Run by unread-downloads.test.mjs, which checks how it exits.
const [entry, apiUrl, name] = globalThis.Deno?.args ?? process.argv.slice(2);
const { AttachmentClient } = await import(entry);
// So long that a timer that is left running keeps the program alive beyond the time-out of the test.
const client = new AttachmentClient({ apiUrl, stallTimeout: 3_600_000 });
const download = (fileName, more) =>
  client.downloadAttachment({ entityType: "trace", entityId: crypto.randomUUID(), fileName, ...more });

async function readOnce(fileName, more) {
  const { value } = await (await download(fileName, more)).getReader().read();
  if (!(value.byteLength > 0)) throw new Error("no bytes");
}

const isClosed = async () => (await (await fetch(`${apiUrl}/closed`)).text()) === "true";
const collect = () => (globalThis.Bun ? Bun.gc(true) : globalThis.gc());

const programs = {
  unread: () => download("small"),
  "read once": () => readOnce("small"),
  async dropped() {
    // A signal may outlive the calls that it was given to.
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
await programs[name]();
console.log("done");
