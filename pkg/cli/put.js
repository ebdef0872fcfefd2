// put: uploads files, or what comes on stdin.
import { fstatSync, statSync, writeSync } from "node:fs";
import { devNull } from "node:os";
import { basename, resolve } from "node:path";
import { UsageError, failure } from "./failures.js";
import { inTermsOfOptions } from "./wrong-argument.js";

export async function put(session, request, output, progress) {
  const { files, values } = request;
  const unreadable = files[0] === "-" && whyStdinIsUnreadable(values);
  if (unreadable) return output.failure(values.name, failure("FILE_UNREADABLE", `-: ${unreadable}`), "-");
  const uploads = files.map((file) => uploadOf(file, values));
  refuseTwins(files, uploads);
  const label = files.length > 1 ? `${files.length} files` : uploads[0].fileName;
  const settled = await uploaded(session, {
    files: uploads,
    ifExists: values["if-exists"],
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
  if (file === "-") return { ...given, fileName: name, file: ReadableStream.from(process.stdin) };
  // Resolved, so that a file called file:x is not taken for a URL.
  return { ...given, fileName: name ?? basename(file), filePath: resolve(file) };
}

/** Node gives such a stdin out as an empty one. */
function whyStdinIsUnreadable({ "allow-empty": allowEmpty }) {
  const stats = fstatSync(0);
  if (stats.isDirectory()) return "stdin is a folder";
  if (stats.isBlockDevice()) return "stdin is a block device";
  if (!allowEmpty && isNullOpenedByNode(stats)) return "stdin is closed";
}

/** In the place of a closed stdin Node opens the null device, and other than a shell's `< /dev/null` for writing, too. */
function isNullOpenedByNode(stats) {
  try {
    return stats.isCharacterDevice() && stats.rdev === statSync(devNull).rdev && writeSync(0, "") === 0;
  } catch {
    return false;
  }
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
