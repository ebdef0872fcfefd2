// Checks of the server: does it answer, does it accept the key and the workspace, which mode does it run, what time is it
// there. Nothing is created or changed.
import { randomUUID } from "node:crypto";
import { failed, ok, skipped, warning } from "./findings.js";
import { errorMessage, send, timeoutMs } from "./http.js";

/** Presigned URLs and ids carry times; a difference up to this does no harm. */
const maxClockDifferenceSeconds = 60;

/**
 * Lists the attachments of a trace or span, as the client does it. Resolves to the `server` finding, the `rows` of the
 * list or the `error`, and the time that the server `answered`, if it did.
 */
export async function checkServer(session, target, signal) {
  let answered;
  const timedFetch = async (url, init) => {
    const startedAt = Date.now();
    const response = await fetch(url, init);
    const at = Date.now();
    answered ??= { milliseconds: at - startedAt, at: (startedAt + at) / 2, date: response.headers.get("date") };
    return response;
  };
  const client = session.clientWith({ fetch: timedFetch, maxAttempts: 1 });
  const limit = AbortSignal.timeout(timeoutMs);
  try {
    const rows = await client.getAttachmentList({ ...target, signal: AbortSignal.any([signal, limit]) });
    return { rows, answered, server: answers(answered) };
  } catch (error) {
    signal.throwIfAborted();
    if (limit.aborted) return { server: failed("server", `no answer within ${timeoutMs / 1000} seconds`, unreachable) };
    if (!answered) return { server: failed("server", error.message, error.hint ?? unreachable, { code: error.code }) };
    // Other checks explain Opik's own errors, which are JSON objects with a message. Other answers are not Opik's.
    const isOpik = error.code === "PROJECT_NOT_FOUND" || Boolean(error.body?.message ?? error.body?.errors);
    const server = isOpik
      ? answers(answered)
      : failed("server", error.message, error.hint ?? unreachable, { code: error.code, httpStatus: error.status });
    return { error, answered, server };
  }
}

const unreachable = "Check the API URL, and that Opik runs there. Behind Opik's own UI it ends in /api.";
const answers = ({ milliseconds }) => ok("server", `answers in ${milliseconds} ms`, undefined, { milliseconds });

/**
 * Checks the key and the workspace with a request that starts an upload and is invalid: Opik checks access first, and then
 * refuses the request. Requests that only read would not do, because Opik answers those of an unknown key like those
 * for a project that does not exist.
 */
export async function checkAccess({ uploadStart }, { apiKey, workspaceName }, signal) {
  const request = { ...uploadStart, body: "{}" };
  const answer = await send(request, signal);
  const { status } = answer;
  const words = errorMessage(answer) ?? "no message";
  if (status === 401 && apiKey === undefined) {
    return failed("access", `the server requires an API key (401: ${words})`, setKey);
  }
  if (status === 401) {
    const hint = 'Copy the key from Opik again. It is sent as it is, so do not add "Bearer".';
    return failed("access", `the server does not accept the API key (401: ${words})`, hint);
  }
  if (status === 403) {
    const hint = "Check the name of the workspace, and that the key's user is a member of it.";
    return failed("access", `the API key may not use workspace "${workspaceName}" (403: ${words})`, hint);
  }
  if (status === 404 && words.startsWith("Workspace")) {
    const hint = 'An Opik without authentication has one workspace, "default". Remove the setting.';
    return failed("access", `the server has no workspace "${workspaceName}" (404: ${words})`, hint);
  }
  if (status !== 422 && status !== 400) {
    return failed("access", `unexpected answer to an upload request: ${status}, ${words}`, serverLogs);
  }
  const isKeyRequired = await requiresKey(request, apiKey, signal);
  if (isKeyRequired) return ok("access", `the API key may use workspace "${workspaceName}"`);
  const ignored = apiKey === undefined ? "" : "; the key that is set is ignored";
  return ok("access", `workspace "${workspaceName}" can be used, and the server requires no API key${ignored}`);
}

const setKey = "Set OPIK_API_KEY, or api_key in the section [opik] of ~/.opik.config.";
const serverLogs = "See the log of Opik's backend.";

async function requiresKey(request, apiKey, signal) {
  if (apiKey === undefined) return false;
  const headers = Object.entries(request.headers).filter(([name]) => name.toLowerCase() !== "authorization");
  const { status } = await send({ ...request, headers: Object.fromEntries(headers) }, signal);
  return status === 401 || status === 403;
}

/**
 * Checks whether the project exists, as far as the answer to the list says so.
 *
 * @param {{ error?: any }} listed
 * @param {{ status: string }} access
 * @param {string} projectName
 */
export function checkProject({ error }, access, projectName) {
  if (!error) return ok("project", `"${projectName}" exists`);
  if (access.status !== "ok") return skipped("project", "not checked: the key or the workspace is not accepted");
  if (error.code === "PROJECT_NOT_FOUND") {
    const hint = "The first upload creates it. If it should exist, check its name and the workspace.";
    return warning("project", `there is no project "${projectName}"`, hint);
  }
  return failed("project", error.message, error.hint, { code: error.code });
}

/**
 * Checks the mode with the download of a file that does not exist: only Opik's direct mode has downloads through the
 * backend.
 */
export async function checkMode({ download }, signal) {
  const url = new URL(download.url);
  url.searchParams.set("entity_id", randomUUID());
  const answer = await send({ ...download, url: url.href }, signal);
  const words = errorMessage(answer) ?? "no message";
  if (answer.status === 404) return ok("mode", "direct: files go through the backend", undefined, { mode: "direct" });
  if (answer.status === 403 && words.startsWith("Direct attachment")) {
    const message = "object store: files go to and from a bucket, by presigned URLs";
    return ok("mode", message, undefined, { mode: "store" });
  }
  return warning("mode", `unknown: the test download was answered ${answer.status}, ${words}`, serverLogs);
}

/** Compares the server's clock with the one of this machine. `Date` has a resolution of one second. */
export function checkClock({ at, date }) {
  const difference = date === null ? NaN : Math.round((Date.parse(date) + 500 - at) / 1000);
  if (Number.isNaN(difference)) return skipped("clock", "not checked: the answers have no Date");
  const seconds = Math.abs(difference);
  const fields = { differenceSeconds: difference };
  if (seconds <= 1) return ok("clock", "agrees with the server's", undefined, fields);
  const message = `is ${seconds} seconds ${difference > 0 ? "behind" : "ahead of"} the server's`;
  if (seconds <= maxClockDifferenceSeconds) return ok("clock", message, undefined, fields);
  const hint = "Synchronize the clocks. Opik can refuse new ids of traces whose time is in the future.";
  return warning("clock", message, hint, fields);
}
