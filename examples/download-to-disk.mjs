// Downloads an attachment of a trace into a file, as fast as the disk allows, without holding it in memory.
//
//   node examples/download-to-disk.mjs TRACE_ID FILE_NAME PATH
//
// OPIK_URL_OVERRIDE, OPIK_API_KEY, OPIK_WORKSPACE and OPIK_PROJECT_NAME, or ~/.opik.config, configure server and key.
// The exit status is 0 after a download, 1 after a failure, 2 if the arguments are wrong.
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

  // The file gets its name only when it is complete, so that nobody uses a partial file.
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
