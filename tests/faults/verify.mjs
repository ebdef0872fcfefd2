// Verifies the outcome of a case against the oracle, and against what the server stores.
import { bytesOf } from "./random.mjs";
import { sha256 } from "./reference-client.mjs";
import { allowedCodes, mustSucceed } from "./oracle.mjs";

/** The kinds of findings. A correct run has none of any. */
export const findingKinds = [
  "wrong bytes",
  "false successes",
  "false failures",
  "wrong codes",
  "pending",
  "uncaught",
  "requests after abort",
  "secrets",
  "progress",
];

/** Resolves to `result`, how the case ended, and `findings`, pairs of a kind and a description. */
export async function verify(testCase, outcome, reference) {
  const findings = [];
  const find = (kind, description) => findings.push([kind, description]);
  for (const path of outcome.secrets) find("secrets", path);
  for (const error of outcome.uncaught) find("uncaught", error);
  for (const wrong of outcome.progress) find("progress", wrong);

  const verdict = { findings, result: "failed" };
  if (outcome.how === "pending") find("pending", `nothing after ${testCase.deadline} ms`);
  else if (outcome.abort?.fired) {
    verdict.result = "aborted";
    verifyAbort(outcome, find);
  } else if (outcome.how === "rejected") verifyFailure(testCase, outcome.error, outcome.retries, find);
  else if (testCase.method === "uploadAttachments") verdict.result = await verifySettled(testCase, outcome, reference, find);
  else {
    verdict.result = "succeeded";
    await verifySuccess(testCase, outcome.value, reference, find);
  }
  return verdict;
}

function verifyAbort({ how, abort }, find) {
  if (how === "fulfilled") find("false successes", "fulfilled after it was aborted");
  else if (!abort.reasonMatches) find("false failures", "rejected, but not with the signal's reason");
  if (abort.requestsAfter > 0) find("requests after abort", `${abort.requestsAfter} requests after it was aborted`);
}

function verifyFailure(testCase, error, retries, find) {
  const text = `${error.code ?? error.name}: ${error.message} (${error.attempts} attempts; retried: ${retries.join(" ") || "never"})`;
  if (error.foreign) return find("false failures", `no AttachmentError, but ${text} ${error.stack}`);
  if (mustSucceed(testCase)) return find("false failures", text);
  if (!allowedCodes(testCase).has(error.code)) find("wrong codes", text);
  // No project is what Opik shows to a key that it does not know: the hint has to name that reason, too.
  const reason = testCase.keyless ? /apiKey is not set/ : /API key may not see it/;
  if (error.code === "PROJECT_NOT_FOUND" && !reason.test(error.hint)) find("wrong codes", `${text}: ${error.hint}`);
}

async function verifySettled(testCase, outcome, reference, find) {
  const { value, retries } = outcome;
  if (value.length !== testCase.files.length)
    find("false successes", `${value.length} results of ${testCase.files.length} files`);
  for (const [index, result] of value.entries()) {
    if (result.status === "rejected") verifyFailure(testCase, result.error, retries, find);
    else await verifyStored(testCase, testCase.files[index], result.value, reference, find);
  }
  return value.every(({ status }) => status === "fulfilled") ? "succeeded" : "failed";
}

function verifySuccess(testCase, value, reference, find) {
  if (testCase.method === "getAttachmentList") return verifyList(testCase, value, find);
  if (testCase.method === "downloadAttachment") return verifyBytes(testCase, value, find);
  if (testCase.method === "deleteAttachments") return verifyDeleted(testCase, reference, find);
  return verifyStored(testCase, testCase.files[0], value, reference, find);
}

function verifyList({ files }, value, find) {
  const listed = value.map(({ fileName, fileSize, mimeType }) => [fileName, fileSize, mimeType].join("|")).sort();
  const expected = files.map(({ name, size, mimeType }) => [name, size, mimeType].join("|")).sort();
  if (listed.join("\n") !== expected.join("\n"))
    find("false successes", `the list is ${listed.join(", ")}, not ${expected.join(", ")}`);
}

function verifyBytes(testCase, value, find) {
  const [file] = testCase.files;
  const whole = bytesOf(file);
  const { start = 0, end = whole.length } = testCase.range ?? {};
  const wanted = [whole.slice(start, Math.max(start, end))];
  // A range is clamped to the file's size, and a list that lies about that is all the client has to go by.
  for (const { rule } of testCase.faults) {
    const { pointer, value: size } = rule.action;
    if (testCase.range && pointer === "/content/0/file_size" && typeof size === "number")
      wanted.push(whole.slice(start, Math.max(start, Math.min(end, size))));
  }
  if (!wanted.some((bytes) => bytes.length === value.size && sha256(bytes) === value.sha256)) {
    find("wrong bytes", `${value.size} bytes instead of ${wanted[0].length}, ${value.sha256}`);
  }
}

async function verifyDeleted(testCase, reference, find) {
  const left = (await reference.rows(testCase)).map((row) => row.file_name).sort();
  const kept = testCase.files
    .map(({ name }) => name)
    .filter((name) => !testCase.names.includes(name))
    .sort();
  if (left.join("\n") !== kept.join("\n"))
    find("false successes", `left are ${left.join(", ")}, not ${kept.join(", ")}`);
}

/** An upload that succeeded, as the API shows it to anyone. */
async function verifyStored(testCase, file, value, reference, find) {
  const { name, size, mimeType } = file;
  const returned = [value.fileName, value.fileSize, value.mimeType, value.status].join("|");
  const expected = [name, size, mimeType, "uploaded"].join("|");
  if (returned !== expected) find("false successes", `returned ${returned} instead of ${expected}`);
  const row = (await reference.rows(testCase)).find((row) => row.file_name === name);
  if (!row) return find("false successes", `${name} is not in the list`);
  if (row.file_size !== size || row.mime_type !== mimeType)
    find("false successes", `${name} is listed with ${row.file_size} bytes as ${row.mime_type}`);
  const stored = await reference.bytes(row);
  if (stored.length !== size || sha256(stored) !== sha256(bytesOf(file)))
    find("wrong bytes", `${name} is stored with ${stored.length} other bytes`);
}
