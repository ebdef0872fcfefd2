// This package with its defaults.
import { wasmMemory } from "../../tests/package/lib/wasm-memory.mjs";
import { AttachmentClient } from "opik-attachments";
import { runConcurrently } from "./concurrent.mjs";
import { runOperation } from "./run-operation.mjs";
import { digestOf, drain } from "./drain.mjs";

const clientOf = ({ apiUrl, projectName }) => new AttachmentClient({ apiUrl, projectName });
const moduleMemory = async () => ({ wasmMiB: wasmMemory().wasm });

await runOperation({
  async upload({ target, paths, ...options }) {
    await clientOf(options).uploadAttachment({ ...target, filePath: paths[0] });
    return { afterwards: moduleMemory };
  },
  async uploadMany({ target, paths, ...options }) {
    const files = paths.map((filePath) => ({ filePath }));
    const results = await clientOf(options).uploadAttachments({ ...target, files });
    for (const { status, reason } of results) if (status === "rejected") throw reason;
  },
  async download({ target, fileName, ...options }, began) {
    const client = clientOf(options);
    const read = () => client.downloadAttachment({ ...target, fileName });
    const drained = await drain(await read(), began);
    return { ...drained, afterwards: async () => ({ ...(await digestOf(await read())), ...(await moduleMemory()) }) };
  },
  async downloadListed({ target, attachment, ...options }, began) {
    return drain(await clientOf(options).downloadAttachment({ ...target, ...attachment }), began);
  },
  async list({ target, times, concurrency, rows, ...options }) {
    const client = clientOf(options);
    await runConcurrently(times, concurrency, async () => {
      const { length } = await client.getAttachmentList(target);
      if (length !== rows) throw new Error(`${length} rows listed`);
    });
  },
});
