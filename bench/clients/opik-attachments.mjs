// This package, with its defaults.
import { wasmMemory } from "../../tests/package/lib/wasm-memory.mjs";
import { AttachmentClient } from "opik-attachments";
import { inLanes } from "./concurrent.mjs";
import { measured } from "./run-operation.mjs";
import { digestOf, drain } from "./drain.mjs";

const clientOf = ({ apiUrl, projectName }) => new AttachmentClient({ apiUrl, projectName });
const moduleMemory = async () => ({ wasmMiB: wasmMemory().wasm });

await measured({
  async upload({ target, paths, ...order }) {
    await clientOf(order).uploadAttachment({ ...target, filePath: paths[0] });
    return { afterwards: moduleMemory };
  },
  async uploadMany({ target, paths, ...order }) {
    const files = paths.map((filePath) => ({ filePath }));
    const results = await clientOf(order).uploadAttachments({ ...target, files });
    for (const { status, reason } of results) if (status === "rejected") throw reason;
  },
  async download({ target, fileName, ...order }, began) {
    const client = clientOf(order);
    const read = () => client.downloadAttachment({ ...target, fileName });
    const drained = await drain(await read(), began);
    return { ...drained, afterwards: async () => ({ ...(await digestOf(await read())), ...(await moduleMemory()) }) };
  },
  async downloadListed({ target, attachment, ...order }, began) {
    return drain(await clientOf(order).downloadAttachment({ ...target, ...attachment }), began);
  },
  async list({ target, times, lanes, rows, ...order }) {
    const client = clientOf(order);
    await inLanes(times, lanes, async () => {
      const { length } = await client.getAttachmentList(target);
      if (length !== rows) throw new Error(`${length} rows listed`);
    });
  },
});
