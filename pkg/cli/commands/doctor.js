// doctor: checks the settings, the server and, for pages of another origin, CORS. Creates and changes nothing.
import { randomUUID } from "node:crypto";
import { inTermsOfOptions } from "../argument-errors.js";
import { checkBackendCors } from "../doctor/backend-cors.js";
import { bucketUnknown, checkBucket, checkBucketCors } from "../doctor/bucket.js";
import { recordRequests, settingsOf } from "../doctor/client-requests.js";
import { failed, skipped } from "../doctor/findings.js";
import { checkAccess, checkClock, checkMode, checkProject, checkServer } from "../doctor/server.js";
import { settingFindings, settingSources } from "../doctor/settings.js";
import { UsageError } from "../errors.js";
import { Report } from "../ui/report.js";

const fixSetting = "Correct the value where it is set: an environment variable, .env, or the configuration file.";

export async function doctor(session, request, output) {
  const { values } = request;
  const origin = values.origin === undefined ? undefined : originOf(values.origin);
  const report = new Report(output, values);
  await run(session, request, origin, report);
  report.end();
}

async function run(session, request, origin, report) {
  const { signal, entityType, entityId } = session.target;
  let requests;
  let sources;
  try {
    requests = await recordRequests((options) => session.clientWith(options), session.target);
    sources = settingSources(session.options);
  } catch (error) {
    const inTerms = inTermsOfOptions(error, request);
    if (inTerms.option || error.code !== "INVALID_ARGUMENT") throw inTerms;
    return report.add(failed("settings", error.message, error.hint ?? fixSetting, { code: error.code }));
  }
  const settings = settingsOf(requests);
  report.hide(settings.apiKey);
  for (const finding of settingFindings(settings, sources)) report.add(finding);

  const target = entityId ? { entityType, entityId } : { entityType: "trace", entityId: randomUUID() };
  const listed = await checkServer(session, target, signal);
  report.add(listed.server);
  if (listed.server.status !== "ok") return;

  const guarded = (check, running) => orFailed(check, running, signal);
  const [access, mode] = await Promise.all([
    guarded("access", checkAccess(requests, settings, signal)),
    guarded("mode", checkMode(requests, signal)),
  ]);
  report.add(access);
  report.add(checkProject(listed, access, settings.projectName));
  report.add(mode);
  report.add(checkClock(listed.answered));
  if (origin) {
    const { apiUrl } = settings;
    report.add(await guarded("backendCors", checkBackendCors(requests, { apiUrl, mode: mode.mode }, origin, signal)));
  }
  if (mode.mode !== "store") {
    if (origin && mode.mode === undefined) report.add(skipped("bucketCors", "not checked: the mode is unknown"));
    return;
  }
  const row = listed.rows?.[0];
  if (row) report.add(await guarded("bucket", checkBucket(row, signal)));
  else if (entityId) report.add(bucketUnknown("bucket", { entityType, entityId }));
  if (!origin) return;
  const bucketCors = row
    ? guarded("bucketCors", checkBucketCors(row, requests, origin, signal))
    : bucketUnknown("bucketCors");
  report.add(await bucketCors);
}

/** Resolves to the finding of a check, or to a failed one if a request of it had no answer. */
async function orFailed(check, running, signal) {
  try {
    return await running;
  } catch (error) {
    signal.throwIfAborted();
    return failed(
      check,
      error.message,
      "Try again. If it stays like this, see the log of Opik's backend or its proxy.",
    );
  }
}

/** The origin in the value of --origin. */
function originOf(text) {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url && /^https?:$/.test(url.protocol)) return url.origin;
  throw new UsageError(`--origin: expected the address of a page such as https://app.example.com, got "${text}"`);
}
