// The CORS protocol of browsers, https://fetch.spec.whatwg.org/#http-cors-protocol: which requests of a page at `origin`
// are allowed, and which header of an answer forbids them.
import { send } from "./http.js";

/** Headers that pages may not set, or may always send. `range` is safelisted as the client sends it. */
const unlisted = new Set(["accept", "accept-encoding", "accept-language", "content-length", "host", "range"]);
const safelistedMethods = new Set(["GET", "HEAD", "POST"]);

/** Returns the lower-case names of the headers for which a page needs permission, sorted as in a browser's preflight. */
export function listedHeaders(headers) {
  const names = Object.keys(headers).map((name) => name.toLowerCase());
  return [...new Set(names)].filter((name) => !unlisted.has(name)).sort();
}

/**
 * Sends the preflight for a request of a page. Resolves to the `problems`, which are empty if the browser would send the
 * request, to the `headers` of the answer, and to what the problems are `about`.
 */
export async function preflight({ url, method, headers }, origin, signal) {
  const names = listedHeaders(headers);
  /** @type {Record<string, string>} */
  const asking = { Origin: origin, "Access-Control-Request-Method": method };
  if (names.length > 0) asking["Access-Control-Request-Headers"] = names.join(",");
  const answer = await send({ url, method: "OPTIONS", headers: asking }, signal);
  return {
    about: `preflight of ${method}`,
    problems: preflightProblems(answer, { method, names, origin }),
    headers: answer.headers,
  };
}

function preflightProblems({ status, headers }, { method, names, origin }) {
  const problems = originProblems(headers, origin);
  if (status < 200 || status > 299) problems.unshift(`status ${status}`);
  if (problems.length > 0) return problems;
  const methods = list(headers.get("access-control-allow-methods"));
  if (!safelistedMethods.has(method) && !methods.includes(method) && !methods.includes("*")) {
    problems.push(`Access-Control-Allow-Methods does not include ${method}`);
  }
  const allowed = list(headers.get("access-control-allow-headers")).map((name) => name.toLowerCase());
  // The wildcard does not cover Authorization.
  const isAllowed = (name) => allowed.includes(name) || (allowed.includes("*") && name !== "authorization");
  const missing = names.filter((name) => !isAllowed(name));
  if (missing.length > 0) problems.push(`Access-Control-Allow-Headers does not include ${missing.join(", ")}`);
  return problems;
}

/** Returns why a page at `origin` could not read an answer with these headers. */
export function originProblems(headers, origin) {
  const allowed = headers.get("access-control-allow-origin");
  if (allowed === null) return ["Access-Control-Allow-Origin is missing"];
  // Requests carry no cookies, so that the wildcard will do.
  return allowed === origin || allowed === "*" ? [] : [`Access-Control-Allow-Origin is ${allowed}`];
}

/** Returns the problems of several requests in words, each with the requests that have it. */
export function corsProblems(results) {
  const byProblem = new Map();
  for (const { about, problems } of results) {
    for (const problem of problems) byProblem.set(problem, [...(byProblem.get(problem) ?? []), about]);
  }
  return [...byProblem].map(([problem, abouts]) => `${problem} (${abouts.join(", ")})`);
}

/** Whether a page could read the header `name` of an answer with these headers. */
export function isExposed(headers, name) {
  const exposed = list(headers.get("access-control-expose-headers")).map((each) => each.toLowerCase());
  return exposed.includes(name.toLowerCase()) || exposed.includes("*");
}

const list = (text) => (text ?? "").split(",").map((item) => item.trim());

const loopback = /^(localhost|127(\.\d+){3}|\[::1\]|.+\.localhost)$/;

/** Whether browsers block requests to `url` as mixed content, https://www.w3.org/TR/mixed-content/ */
export function isMixedContent(url, origin) {
  const { protocol, hostname } = new URL(url);
  return origin.startsWith("https:") && protocol === "http:" && !loopback.test(hostname);
}
