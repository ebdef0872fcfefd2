// Whether a place did its job: what it says of it, and what the server holds.
import { createHash } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import { files } from "./scenario.js";

const sha256 = (bytes) => createHash("sha256").update(bytes).digest("hex");
const sent = files().map(({ bytes, ...file }) => ({ ...file, size: bytes.length, sha256: sha256(bytes) }));
const byName = (rows) => [...rows].sort((a, b) => (a.fileName < b.fileName ? -1 : 1));

/** Fewer would be an upload that was never in parts. */
const fewestParts = 3;

/** What is wrong with one part of the order, by column: a column without an entry is as it should be. */
export function judge(outcome, stored) {
  const wrong = {};
  const compare = (column, came, expected) => {
    if (isDeepStrictEqual(came, expected)) return;
    wrong[column] ??= `${JSON.stringify(came)} is not ${JSON.stringify(expected)}`;
  };
  const listed = ({ fileName, mimeType, size }) => ({ fileName, fileSize: size, mimeType });
  compare("upload", outcome.upload, sent.map((file) => ({ ...listed(file), status: "uploaded" })));
  compare("upload", byName(stored.files), byName(sent.map(({ fileName, sha256 }) => ({ fileName, sha256 }))));
  if (stored.parts < fewestParts) wrong.upload ??= `the large file went up in ${stored.parts} parts`;
  compare("list", byName(outcome.list), byName(sent.map(listed)));
  compare("download", outcome.download, sent.map(({ fileName, size }) => ({ fileName, size, firstDifference: -1 })));
  return outcome.error ? { ...wrong, error: outcome.error } : wrong;
}

/** What the server of a mode holds for a trace, and in how many parts its large file came to an object store. */
export async function storedFor({ mode, entityId, server }) {
  const { objects } = await server.state();
  const own = objects.filter(({ key }) => key.includes(`/${entityId}/`));
  const files = own.map(({ key, sha256 }) => ({ fileName: key.split("/").at(-1), sha256 }));
  if (mode !== "store") return { files, parts: Infinity };
  const large = sent.at(-1).fileName;
  const requests = await server.requests();
  const parts = requests.filter(({ method, path }) => method === "PUT" && path.endsWith(`/${entityId}/files/${large}`));
  return { files, parts: parts.length };
}
