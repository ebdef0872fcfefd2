// What a user has the package for, as every place does it: two files go up, are listed and come back. Plain JS, so that
// it runs wherever the package does; what comes of it is data, which judge.mjs looks at.

const MiB = 1024 * 1024;

/** The files, made anew by every run and always alike. The second has several parts where there is an object store. */
export function files() {
  return [
    { fileName: "notes ü.txt", mimeType: "text/plain", bytes: new TextEncoder().encode("Füße, 足, 🦶\n") },
    { fileName: "recording.bin", mimeType: "application/octet-stream", bytes: noise(11 * MiB + 3) },
  ];
}

/** `order` has a server for each of its storage modes, and the trace that the files go to there. */
export async function doJob(AttachmentClient, order) {
  const outcomes = [];
  for (const each of order) outcomes.push(await doPart(AttachmentClient, each));
  return outcomes;
}

async function doPart(AttachmentClient, { apiUrl, entityId }) {
  const outcome = { upload: [], list: [], download: [] };
  try {
    const client = new AttachmentClient({ apiUrl, projectName: "places", partSize: 5 * MiB });
    const target = { entityType: "trace", entityId };
    for (const { fileName, mimeType, bytes } of files()) {
      // A browser's form gives files, a program has bytes: one of each.
      const isText = mimeType.startsWith("text/");
      const source = isText ? { file: new File([bytes], fileName, { type: mimeType }) } : { file: bytes, fileName };
      outcome.upload.push(await client.uploadAttachment({ ...target, ...source }));
    }
    const list = await client.getAttachmentList(target);
    outcome.list = list.map(({ fileName, fileSize, mimeType }) => ({ fileName, fileSize, mimeType }));
    for (const { fileName, bytes } of files()) {
      const stream = await client.downloadAttachment({ ...target, fileName });
      const came = new Uint8Array(await new Response(stream).arrayBuffer());
      outcome.download.push({ fileName, size: came.length, firstDifference: firstDifference(came, bytes) });
    }
  } catch (error) {
    outcome.error = [String(error), error.hint, error.cause && String(error.cause)].filter(Boolean).join("; ");
  }
  return outcome;
}

/** Where the two are not alike, or -1. */
function firstDifference(came, sent) {
  for (let at = 0; at < Math.max(came.length, sent.length); at += 1) if (came[at] !== sent[at]) return at;
  return -1;
}

/** Bytes in which no two parts are alike (xorshift32). */
function noise(length) {
  const words = new Uint32Array(Math.ceil(length / 4));
  let state = 0x9e3779b9;
  for (let at = 0; at < words.length; at += 1) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    words[at] = state;
  }
  return new Uint8Array(words.buffer, 0, length);
}
