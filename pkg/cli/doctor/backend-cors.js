// The check whether Opik's backend accepts requests of pages of another origin.
import { corsProblems, isMixedContent, originProblems, preflight } from "./cors.js";
import { failed, ok } from "./findings.js";
import { send } from "./http.js";

const fix = "Run Opik's backend with CORS=true, or serve the API below the page's own origin through a proxy.";

/** Checks whether a page at `origin` may call the backend. `mode` is that of the server, if it is known. */
export async function checkBackendCors({ list, uploadStart, upload }, { apiUrl, mode }, origin, signal) {
  const check = "backendCors";
  if (new URL(apiUrl).origin === origin) return ok(check, "not needed: the API has the origin of the page");
  if (isMixedContent(apiUrl, origin)) {
    const hint = "Serve Opik over https.";
    return failed(check, `pages on https may not send requests to ${new URL(apiUrl).origin}`, hint);
  }
  const requests = mode === "store" ? [list, uploadStart] : [list, uploadStart, upload];
  const preflights = await Promise.all(requests.map((request) => preflight(request, origin, signal)));
  const answer = await send({ ...list, headers: { ...list.headers, Origin: origin } }, signal);
  const problems = corsProblems([
    ...preflights,
    { about: "answer to GET", problems: originProblems(answer.headers, origin) },
  ]);
  if (problems.length === 0) return ok(check, `pages at ${origin} can call the backend`);
  return failed(check, problems.join("; "), fix, { problems });
}
