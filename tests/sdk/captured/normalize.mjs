// Normalizes two kinds of records of a request: captures of Opik's SDKs, and the local server's log of our client. Replaces
// only what cannot be equal: addresses, ids, dates and signatures by placeholders, lengths and tags by what they must match.
import { readFileSync } from "node:fs";

/** The base URL of the captures. Its host matters, since requests contain it in base64. */
export const capturedOrigin = "http://127.0.0.1:5173";

/** The id of the only workspace of an Opik without authentication. */
export const workspaceId = "0190babc-62a0-71d2-832a-0feffa4676eb";

/** Reads the captured scenarios, whose requests have all their headers. */
export function readCaptured() {
  return ["python", "typescript"].flatMap((sdk) => {
    const { headers, scenarios } = JSON.parse(readFileSync(new URL(`${sdk}.json`, import.meta.url), "utf8"));
    for (const { requests } of scenarios.flatMap(({ calls }) => calls)) {
      for (const request of requests) request.headers = headers[request.headers];
    }
    return scenarios;
  });
}

/** Returns captured requests in the common form. */
export const fromCapture = (requests) => common(requests, [[capturedOrigin, "http://{BACKEND}"]]);

/**
 * Returns logged requests in the common form. `names` are pairs of a text and its placeholder. Headers that are equal in
 * `bare`, those of a fetch without headers, come from the engine and are left out. Parts, which are sent concurrently, are
 * sorted.
 */
export function fromLog(entries, names, bare) {
  const engine = new Set(bare.filter(([name]) => name !== "accept").map(String));
  const requests = entries.map(({ origin, method, path, query, headers, body, answer, at_ms }) => ({
    ...{ origin, method, path, at: at_ms / 1000 },
    query: query === "" ? undefined : query.split("&").map((pair) => [pair.split("=", 1)[0], pair.slice(pair.indexOf("=") + 1)]),
    headers: Object.fromEntries(headers.filter((pair) => pair[0] !== "host" && !engine.has(String(pair)))),
    body: hasBody(method) ? readBody(body) : undefined,
    status: answer?.status ?? null,
    answer: Object.fromEntries(answer?.headers ?? []),
  }));
  for (const [index, request] of requests.entries()) request.waited = request.at - (requests[index - 1]?.at ?? request.at);
  const part = ({ query }) => Number(Object.fromEntries(query).partNumber);
  const isPart = ({ origin, method }) => origin === "store" && method === "PUT";
  for (let end = 1; end < requests.length; end++) {
    for (let at = end; at > 0 && isPart(requests[at - 1]) && isPart(requests[at]) && part(requests[at - 1]) > part(requests[at]); at--) {
      [requests[at - 1], requests[at]] = [requests[at], requests[at - 1]];
    }
  }
  return common(requests, [...names, [workspaceId, "{WORKSPACE_ID}"]]);
}

const hasBody = (method) => method === "POST" || method === "PUT";

function readBody({ bytes, sha256, text }) {
  return text === undefined ? { bytes, sha256: sha256?.slice(0, 16) } : { json: JSON.parse(text), bytes };
}

function common(requests, names) {
  const uploads = [];
  const tags = new Map();
  let asked;
  return requests.map((request) => {
    const named = (text) => names.reduce((all, [name, placeholder]) => all.replaceAll(name, placeholder), text);
    const { origin, method, body, status, answer = {} } = request;
    const upload = (id) => `{UPLOAD ${(uploads.includes(id) ? uploads.indexOf(id) : uploads.push(id) - 1) + 1}}`;
    const { partNumber, uploadId } = Object.fromEntries(request.query ?? []);
    if (answer.etag) tags.set(`${uploadId} ${partNumber}`, answer.etag);
    const result = {
      ...{ origin, method, path: named(request.path).replace(/^\/[^/]+(?=\/opik\/attachment\/)/, "/{BUCKET}") },
      query: readQuery(request.query ?? [], { named, upload }),
      headers: Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, value && named(value)]).sort()),
      body: body && (method === "POST" ? { json: JSON.parse(named(JSON.stringify(body.json))) } : { bytes: body.bytes, sha256: body.sha256 }),
      status,
    };
    const length = result.headers["content-length"];
    if (length === null || (length !== undefined && length === String(body?.bytes))) result.headers["content-length"] = "{LENGTH}";
    const { json } = result.body ?? {};
    if (json?.path) json.path = inWords(json.path, named);
    for (const uploaded of json?.uploaded_file_parts ?? []) {
      const { e_tag: tag, part_number: number } = uploaded;
      if (tags.get(`${json.upload_id} ${number}`) === tag) uploaded.e_tag = "{WHAT THE STORE ANSWERED}";
    }
    if (json?.upload_id) json.upload_id = upload(json.upload_id);
    // Some tolerance, smaller than the difference to any other wait that could be meant.
    if (asked !== undefined) result.waited = request.waited > asked - 0.1 && request.waited < asked + 3 ? "as told" : "as it likes";
    asked = answer["retry-after"] && Number(answer["retry-after"]);
    return result;
  });
}

/** Returns names and values as they are escaped, except the base URL, and signatures, which the store has verified. */
function readQuery(query, { named, upload }) {
  const signed = query.some(([name]) => name === "X-Amz-Signature");
  const pairs = query.filter(([name]) => !signed || !name.startsWith("X-Amz-")).map(([name, value]) => {
    if (name === "path") return [name, inWords(decodeURIComponent(value), named)];
    return [name, name === "uploadId" ? upload(value) : named(value)];
  });
  return signed ? [...pairs, ["X-Amz-*", "{AS GIVEN}"]] : pairs;
}

/** Returns decoded base64, and its characters that differ between alphabets. */
function inWords(base64, named) {
  const special = [...new Set(base64.match(/[^A-Za-z0-9]/g))].sort().join(" ");
  return `${named(Buffer.from(base64, "base64").toString())} in base64${special && ` with ${special}`}`;
}

/** Returns a run as lines that can be compared. */
export function inLines({ requests, ends }) {
  const lines = requests.flatMap(({ origin, method, path, query, headers, body, status, waited }) => [
    ...(waited ? [`(waits ${waited})`] : []),
    `${method} ${origin} ${path}`,
    ...query.map(([name, value]) => `    ?${name}=${value}`),
    ...Object.entries(headers).map(([name, value]) => `    ${name}: ${value}`),
    ...(body?.json ? Object.entries(body.json).map(([name, value]) => `    "${name}": ${JSON.stringify(value)}`) : body ? [`    ${body.bytes} bytes, SHA-256 ${body.sha256}...`] : []),
    `    -> ${status ?? "broken off"}`,
  ]);
  return [...lines, `calls end ${ends.join(", ")}`];
}

/** Returns the lines that only one of the lists has, with the head of their request; "" if there are none. */
export function unlike(ours, theirs) {
  // The length of the longest common subsequence from each pair of indices.
  const common = Array.from({ length: ours.length + 1 }, () => new Array(theirs.length + 1).fill(0));
  for (let i = ours.length - 1; i >= 0; i--) {
    for (let j = theirs.length - 1; j >= 0; j--) {
      common[i][j] = ours[i] === theirs[j] ? common[i + 1][j + 1] + 1 : Math.max(common[i + 1][j], common[i][j + 1]);
    }
  }
  const shown = [];
  let head;
  const show = (mark, line) => {
    if (line.startsWith(" ") && head) shown.push(`  ${head}`);
    head = undefined;
    shown.push(`${mark} ${line}`);
  };
  for (let i = 0, j = 0; i < ours.length || j < theirs.length; ) {
    if (i < ours.length && ours[i] === theirs[j]) {
      if (!ours[i].startsWith(" ")) head = ours[i];
      i += 1;
      j += 1;
    } else if (j === theirs.length || (i < ours.length && common[i + 1][j] >= common[i][j + 1])) show("+", ours[i++]);
    else show("-", theirs[j++]);
  }
  return shown.join("\n");
}
