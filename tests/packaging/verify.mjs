// Verifies that an environment ran the scenario: by the outcome that it reports, and by what the server stores.
import { createHash } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import { files } from "./scenario.js";

const sha256 = (bytes) => createHash("sha256").update(bytes).digest("hex");
const sent = files().map(({ bytes, ...file }) => ({ ...file, size: bytes.length, sha256: sha256(bytes) }));
const byName = (rows) => [...rows].sort((a, b) => (a.fileName < b.fileName ? -1 : 1));

/** An upload with fewer parts would not be a multipart upload. */
const minParts = 3;

/** Returns what is wrong with the outcome for one target, by column. A correct column has no entry. */
export function verify(outcome, stored) {
  const wrong = {};
  const compare = (column, actual, expected) => {
    if (isDeepStrictEqual(actual, expected)) return;
    wrong[column] ??= `${JSON.stringify(actual)} is not ${JSON.stringify(expected)}`;
  };
  const listed = ({ fileName, mimeType, size }) => ({ fileName, fileSize: size, mimeType });
  compare("upload", outcome.upload, sent.map((file) => ({ ...listed(file), status: "uploaded" })));
  compare("upload", byName(stored.files), byName(sent.map(({ fileName, sha256 }) => ({ fileName, sha256 }))));
  if (stored.parts < minParts) wrong.upload ??= `the large file was uploaded in ${stored.parts} parts`;
  compare("list", byName(outcome.list), byName(sent.map(listed)));
  compare("download", outcome.download, sent.map(({ fileName, size }) => ({ fileName, size, firstDifference: -1 })));
  return outcome.error ? { ...wrong, error: outcome.error } : wrong;
}

/** Resolves to what the server stores for a trace, and to the number of parts in which the large file arrived. */
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
