// What a case has shown, against what it should have: one list of findings, each of one of these kinds.
import { bytesOf } from "./random.mjs";
import { sha256 } from "./reference-client.mjs";
import { codesOf, survivable } from "./oracle.mjs";

/** The counts, all of which must be 0. */
export const columns = [
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

/** Judges an outcome: `result` is how it ended, `findings` are pairs of a column and what was found. */
export async function judge(job, outcome, raw) {
  const findings = [];
  const find = (column, what) => findings.push([column, what]);
  for (const place of outcome.secrets) find("secrets", place);
  for (const stray of outcome.strays) find("uncaught", stray);
  for (const wrong of outcome.progress) find("progress", wrong);

  const verdict = { findings, result: "failed" };
  if (outcome.how === "pending") find("pending", `nothing after ${job.deadline} ms`);
  else if (outcome.abort?.fired) {
    verdict.result = "aborted";
    judgeAbort(outcome, find);
  } else if (outcome.how === "rejected") judgeFailure(job, outcome.error, outcome.retries, find);
  else if (job.method === "uploadAttachments") verdict.result = await judgeSettled(job, outcome, raw, find);
  else {
    verdict.result = "survived";
    await judgeSuccess(job, outcome.value, raw, find);
  }
  return verdict;
}

function judgeAbort({ how, abort }, find) {
  if (how === "fulfilled") find("false successes", "fulfilled after it was aborted");
  else if (!abort.rightReason) find("false failures", "rejected, but not with the signal's reason");
  if (abort.requestsAfter > 0) find("requests after abort", `${abort.requestsAfter} requests after it was aborted`);
}

function judgeFailure(job, error, retries, find) {
  const words = `${error.code ?? error.name}: ${error.message} (${error.attempts} attempts; retried: ${retries.join(" ") || "never"})`;
  if (error.foreign) return find("false failures", `no AttachmentError, but ${words} ${error.stack}`);
  if (survivable(job)) return find("false failures", words);
  if (!codesOf(job).has(error.code)) find("wrong codes", words);
  // No project is what Opik shows to a key that it does not know: the hint has to name that reason, too.
  const why = job.keyless ? /apiKey is not set/ : /API key may not see it/;
  if (error.code === "PROJECT_NOT_FOUND" && !why.test(error.hint)) find("wrong codes", `${words}: ${error.hint}`);
}

async function judgeSettled(job, outcome, raw, find) {
  const { value, retries } = outcome;
  if (value.length !== job.files.length)
    find("false successes", `${value.length} results of ${job.files.length} files`);
  for (const [index, result] of value.entries()) {
    if (result.status === "rejected") judgeFailure(job, result.error, retries, find);
    else await judgeStored(job, job.files[index], result.value, raw, find);
  }
  return value.every(({ status }) => status === "fulfilled") ? "survived" : "failed";
}

function judgeSuccess(job, value, raw, find) {
  if (job.method === "getAttachmentList") return judgeList(job, value, find);
  if (job.method === "downloadAttachment") return judgeBytes(job, value, find);
  if (job.method === "deleteAttachments") return judgeDeleted(job, raw, find);
  return judgeStored(job, job.files[0], value, raw, find);
}

function judgeList({ files }, value, find) {
  const told = value.map(({ fileName, fileSize, mimeType }) => [fileName, fileSize, mimeType].join("|")).sort();
  const real = files.map(({ name, size, mimeType }) => [name, size, mimeType].join("|")).sort();
  if (told.join("\n") !== real.join("\n"))
    find("false successes", `the list is ${told.join(", ")}, not ${real.join(", ")}`);
}

function judgeBytes(job, value, find) {
  const [file] = job.files;
  const whole = bytesOf(file);
  const { start = 0, end = whole.length } = job.range ?? {};
  const wanted = [whole.slice(start, Math.max(start, end))];
  // A range is clamped to the file's size, and a list that lies about that is all the client has to go by.
  for (const { rule } of job.faults) {
    const { pointer, value: size } = rule.action;
    if (job.range && pointer === "/content/0/file_size" && typeof size === "number")
      wanted.push(whole.slice(start, Math.max(start, Math.min(end, size))));
  }
  if (!wanted.some((bytes) => bytes.length === value.size && sha256(bytes) === value.sha256)) {
    find("wrong bytes", `${value.size} bytes instead of ${wanted[0].length}, ${value.sha256}`);
  }
}

async function judgeDeleted(job, raw, find) {
  const left = (await raw.rows(job)).map((row) => row.file_name).sort();
  const kept = job.files
    .map(({ name }) => name)
    .filter((name) => !job.names.includes(name))
    .sort();
  if (left.join("\n") !== kept.join("\n"))
    find("false successes", `left are ${left.join(", ")}, not ${kept.join(", ")}`);
}

/** An upload that succeeded, as the API shows it to anyone. */
async function judgeStored(job, file, value, raw, find) {
  const { name, size, mimeType } = file;
  const told = [value.fileName, value.fileSize, value.mimeType, value.status].join("|");
  const right = [name, size, mimeType, "uploaded"].join("|");
  if (told !== right) find("false successes", `told ${told} instead of ${right}`);
  const row = (await raw.rows(job)).find((row) => row.file_name === name);
  if (!row) return find("false successes", `${name} is not in the list`);
  if (row.file_size !== size || row.mime_type !== mimeType)
    find("false successes", `${name} is listed with ${row.file_size} bytes as ${row.mime_type}`);
  const stored = await raw.bytes(row);
  if (stored.length !== size || sha256(stored) !== sha256(bytesOf(file)))
    find("wrong bytes", `${name} is stored with ${stored.length} other bytes`);
}
