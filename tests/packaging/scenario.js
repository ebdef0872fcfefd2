// The scenario that runs in every environment: uploads two files, lists them and downloads them again. It is plain JS, so
// that it runs wherever the package does. Its outcome is data, which verify.mjs checks.

const MiB = 1024 * 1024;

/** Returns the files, which are the same in every run. With an object store, the second one has several parts. */
export function files() {
  return [
    { fileName: "notes ü.txt", mimeType: "text/plain", bytes: new TextEncoder().encode("Füße, 足, 🦶\n") },
    { fileName: "recording.bin", mimeType: "application/octet-stream", bytes: noise(11 * MiB + 3) },
  ];
}

/** Runs the scenario on each target: the URL of a server, and the id of a trace that receives the files. */
export async function runScenario(AttachmentClient, targets) {
  const outcomes = [];
  for (const target of targets) outcomes.push(await runOn(AttachmentClient, target));
  return outcomes;
}

async function runOn(AttachmentClient, { apiUrl, entityId }) {
  const outcome = { upload: [], list: [], download: [] };
  try {
    const client = new AttachmentClient({ apiUrl, projectName: "packaging", partSize: 5 * MiB });
    const target = { entityType: "trace", entityId };
    for (const { fileName, mimeType, bytes } of files()) {
      // Browser forms give files, programs have bytes: one of each.
      const isText = mimeType.startsWith("text/");
      const source = isText ? { file: new File([bytes], fileName, { type: mimeType }) } : { file: bytes, fileName };
      outcome.upload.push(await client.uploadAttachment({ ...target, ...source }));
    }
    const list = await client.getAttachmentList(target);
    outcome.list = list.map(({ fileName, fileSize, mimeType }) => ({ fileName, fileSize, mimeType }));
    for (const { fileName, bytes } of files()) {
      const stream = await client.downloadAttachment({ ...target, fileName });
      const received = new Uint8Array(await new Response(stream).arrayBuffer());
      outcome.download.push({ fileName, size: received.length, firstDifference: firstDifference(received, bytes) });
    }
  } catch (error) {
    outcome.error = [String(error), error.hint, error.cause && String(error.cause)].filter(Boolean).join("; ");
  }
  return outcome;
}

/** Returns the index at which the two differ, or -1. */
function firstDifference(received, sent) {
  for (let at = 0; at < Math.max(received.length, sent.length); at += 1) if (received[at] !== sent[at]) return at;
  return -1;
}

/** Returns bytes that do not repeat (xorshift32), so that no two parts are equal. */
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
