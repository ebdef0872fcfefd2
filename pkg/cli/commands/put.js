// put: uploads files, stdin, FIFOs and devices.
import { readdir } from "node:fs/promises";
import { basename, dirname, resolve } from "node:path";
import { inTermsOfOptions } from "../argument-errors.js";
import { UsageError } from "../errors.js";
import { specialInput } from "../files/special-file.js";
import { StreamInput } from "../files/stream-input.js";

export async function put(session, request, output, progress) {
  const { files, values } = request;
  const uploads = await Promise.all(files.map((file) => uploadOf(file, values)));
  refuseDuplicates(files, uploads);
  const label = files.length > 1 ? `${files.length} files` : uploads[0].fileName;
  const settled = await uploaded(session, uploads, {
    ifExists: values["if-exists"],
    allowReservedName: values["allow-reserved-name"],
    onProgress: ({ loaded, total }) => progress.show({ label, loaded, total }),
  });
  for (const [index, { value, reason }] of settled.entries()) {
    const { fileName, input } = uploads[index];
    if (value) {
      output.result(value);
      continue;
    }
    const error = input?.failure ?? inTermsOfOptions(reason, request, index);
    // The options --name and --type take a single FILE, so nothing was uploaded: the command line is wrong.
    if (error.option) throw error;
    error.hint ??= await unicodeFormHint(files[index]);
    output.failure(fileName, error, files[index]);
  }
}

async function uploaded({ client, target }, uploads, options) {
  const files = uploads.map(({ input, ...upload }) => ({ ...upload, ...(input && { file: input.stream }) }));
  try {
    return await client.uploadAttachments({ ...target, ...options, files });
  } finally {
    for (const { input } of uploads) input?.close();
  }
}

async function uploadOf(file, { name, type, "allow-empty": allowEmpty }) {
  const given = { mimeType: type, fileName: name ?? basename(file) };
  const input = await specialInput(file, { allowEmpty });
  // An absolute path: a file named file:x would be taken for a URL.
  if (!input) return { ...given, filePath: resolve(file) };
  if (!input.isNamed && !name) throw new UsageError(`${file}: a file descriptor has no name: --name is required`);
  return { ...given, input: new StreamInput(input, { allowEmpty }) };
}

/** Returns a hint if there is a file whose name differs from `file` only in its Unicode normalization. */
async function unicodeFormHint(file) {
  const name = basename(file);
  const names = await readdir(dirname(file)).catch(() => /** @type {string[]} */ ([]));
  if (names.includes(name) || !names.some((other) => other.normalize() === name.normalize())) return undefined;
  return "There is a file of the same name in another Unicode form.";
}

/** Refuses files with the same name, because the last would replace the others. */
function refuseDuplicates(files, uploads) {
  const first = new Map();
  for (const [index, { fileName }] of uploads.entries()) {
    if (first.has(fileName)) {
      throw new UsageError(`${first.get(fileName)} and ${files[index]} would both be stored as "${fileName}"`);
    }
    first.set(fileName, files[index]);
  }
}
