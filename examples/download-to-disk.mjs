// Downloads an attachment of a trace into a file, as fast as the disk takes it and never whole in memory.
//
//   node examples/download-to-disk.mjs TRACE_ID FILE_NAME PATH
//
// Where from, and with which key, comes from OPIK_URL_OVERRIDE, OPIK_API_KEY, OPIK_WORKSPACE and OPIK_PROJECT_NAME, or
// from ~/.opik.config. The exit status is 0 if the file is there, 1 if it is not, 2 if the arguments are wrong.
import { createWriteStream } from "node:fs";
import { rename, rm } from "node:fs/promises";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { AttachmentClient } from "opik-attachments";

function showProgress({ loaded, total }) {
  process.stderr.write(total === undefined ? `${loaded} bytes\n` : `${loaded} of ${total} bytes\n`);
}

const explain = ({ message, code, hint }) => [message, code && `(${code})`, hint].filter(Boolean).join(" ");

async function main(entityId, fileName, path) {
  const client = AttachmentClient.fromEnv();
  const target = { entityType: "trace", entityId, fileName };
  const stream = await client.downloadAttachment({ ...target, onProgress: showProgress });

  // Under its own name only once it is whole: nobody takes half a file for the file.
  const partial = `${path}.part`;
  try {
    await pipeline(Readable.fromWeb(stream), createWriteStream(partial));
    await rename(partial, path);
  } catch (error) {
    await rm(partial, { force: true });
    throw error;
  }
  console.log(`✓ ${path}`);
}

const [traceId, name, path, ...rest] = process.argv.slice(2);
if (path === undefined || rest.length > 0) {
  console.error("Usage: node download-to-disk.mjs TRACE_ID FILE_NAME PATH");
  process.exitCode = 2;
} else {
  await main(traceId, name, path).catch((error) => {
    console.error(`✗ ${explain(error)}`);
    process.exitCode = 1;
  });
}
