// Uploads a file to a server that answers before the body has arrived, in both modes, and prints the outcomes. Run by
// `local-files.test.mjs`.
import { AttachmentClient } from "opik-attachments";
import { startOpik } from "../lib/stub-opik.mjs";

const [filePath] = process.argv.slice(2);

const opik = await startOpik((request, response) => {
  request.once("data", () => response.writeHead(507, { "Content-Length": 4, Connection: "close" }).end("full"));
});
const target = { entityType: "trace", entityId: "0190babc-62a0-71d2-832a-0feffa4676eb" };
const outcomes = [];
for (const mode of ["direct", "store"]) {
  const client = new AttachmentClient({ apiUrl: `${opik.url}/${mode}`, maxAttempts: 2, partSize: 64 * 2 ** 20 });
  const uploaded = client.uploadAttachment({ ...target, filePath, onProgress() {} });
  outcomes.push(await uploaded.then(() => "uploaded", ({ code }) => code));
}
opik.stop();
console.log(JSON.stringify(outcomes));
