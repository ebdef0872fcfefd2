// put: uploads files, or what comes on stdin.
import { basename, resolve } from "node:path";
import { Readable } from "node:stream";
import { UsageError } from "./failures.js";
import { inTermsOfOptions } from "./wrong-argument.js";

export async function put(session, request, output, progress) {
  const { files, values } = request;
  const uploads = files.map((file) => uploadOf(file, values));
  refuseTwins(files, uploads);
  const label = files.length > 1 ? `${files.length} files` : uploads[0].fileName;
  const settled = await uploaded(session, {
    files: uploads,
    ifExists: values["if-exists"],
    allowReservedName: values["allow-reserved-name"],
    onProgress: ({ loaded, total }) => progress.show({ label, loaded, total }),
  });
  for (const [index, { value, reason }] of settled.entries()) {
    if (value) output.result(value);
    else output.failure(uploads[index].fileName, inTermsOfOptions(reason, request), files[index]);
  }
}

async function uploaded({ client, target }, what) {
  try {
    return await client.uploadAttachments({ ...target, ...what });
  } finally {
    // An upload that fails leaves it unread, and waiting for it would keep the program from ending.
    if (what.files[0].file) process.stdin.destroy();
  }
}

function uploadOf(file, { name, type }) {
  const given = { mimeType: type };
  if (file === "-") return { ...given, fileName: name, file: Readable.toWeb(process.stdin) };
  // Resolved, so that a file called file:x is not taken for a URL.
  return { ...given, fileName: name ?? basename(file), filePath: resolve(file) };
}

/** The last of several files of one name would replace the others. */
function refuseTwins(files, uploads) {
  const first = new Map();
  for (const [index, { fileName }] of uploads.entries()) {
    if (first.has(fileName)) {
      throw new UsageError(`${first.get(fileName)} and ${files[index]} would both be stored as "${fileName}"`);
    }
    first.set(fileName, files[index]);
  }
}
