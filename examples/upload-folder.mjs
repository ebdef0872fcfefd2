// Uploads a folder and its subfolders to a trace, many files at a time. The path inside the folder names each file.
//
//   node examples/upload-folder.mjs FOLDER TRACE_ID
//
// OPIK_URL_OVERRIDE, OPIK_API_KEY, OPIK_WORKSPACE and OPIK_PROJECT_NAME, or ~/.opik.config, configure server and key.
// The exit status is 0 if every file was uploaded, 1 if one was not, 2 if the arguments are wrong.
import { readdir } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import { AttachmentClient } from "opik-attachments";

/** Returns the files below a folder. Leaves out symbolic links, which may lead out of it or form a cycle. */
async function filesBelow(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return paths.sort().map((filePath) => ({ filePath, fileName: relative(folder, filePath).split(sep).join("/") }));
}

function showProgress({ loaded, total, fileName }) {
  const percent = total ? Math.floor((100 * loaded) / total) : 100;
  process.stderr.write(`${percent.toString().padStart(3)} %  ${loaded} of ${total} bytes  ${fileName}\n`);
}

const explain = ({ message, code, hint }) => [message, code && `(${code})`, hint].filter(Boolean).join(" ");

async function main(folder, entityId) {
  const files = await filesBelow(folder);
  const client = AttachmentClient.fromEnv();
  const target = { entityType: "trace", entityId };
  const settled = await client.uploadAttachments({ ...target, files, onProgress: showProgress });

  // The results are in the order of `files`. A failure does not stop the others.
  for (const [index, { status, value, reason }] of settled.entries()) {
    if (status === "fulfilled") console.log(`✓ ${value.fileName}, ${value.fileSize} bytes, ${value.mimeType}`);
    else console.log(`✗ ${files[index].fileName}: ${explain(reason)}`);
  }
  const failed = settled.filter(({ status }) => status === "rejected").length;
  console.log(`${files.length - failed} uploaded, ${failed} failed`);
  return failed === 0 ? 0 : 1;
}

const [folder, traceId, ...rest] = process.argv.slice(2);
if (traceId === undefined || rest.length > 0) {
  console.error("Usage: node upload-folder.mjs FOLDER TRACE_ID");
  process.exitCode = 2;
} else {
  process.exitCode = await main(folder, traceId).catch((error) => {
    console.error(`✗ ${explain(error)}`);
    return 1;
  });
}
