// The differences between our client's requests and the captured ones of Opik's SDKs, with their reasons. Each turns the
// SDK's run into what ours must be. A difference that names scenarios must occur in each of them, the others wherever they
// apply. They apply in this order: first which requests there are, then their contents.
//
// Not compared, since HTTP leaves it open or it varies: the order of headers and their case; lengths of JSON; the order in
// which parts arrive, of which ours sends several at a time and Python one; connections; waits that no server asked for
// (ours up to 0.25 s doubling to 20 s, all random; Python 5 s and 6 s, parts 1 s; TypeScript 1 s and 2 s); and Python's
// occasional GET is-alive/ping, which belongs to no call.
import { createHash } from "node:crypto";
import { big, hello } from "./client-calls.mjs";

const api = "/api/v1/private/";
const mib = 1024 * 1024;
const bytes = (content) => ({ bytes: content.length, sha256: createHash("sha256").update(content).digest("hex").slice(0, 16) });

/** Applies `change` to every request, or to those to `endpoint`. */
const each = (change, endpoint = "") => ({ requests }) => requests.filter(({ path }) => path.endsWith(endpoint)).forEach(change);
const at = (requests, endpoint) => requests.findIndex(({ path }) => path.endsWith(endpoint));
const jsonOf = ({ body }) => body?.json ?? {};
const isPart = ({ origin, method }) => origin === "store" && method === "PUT";
const endsWell = ({ ends }, call = ends.length - 1) => (ends[call] = "well");

// Requests of ours that no SDK sends at that point, as they are after all differences have been applied.
const credentials = { accept: "*/*", authorization: "{API_KEY}", "comet-workspace": "default" };
const entity = { entity_type: "trace", entity_id: "{TRACE_ID}" };
const basePath = (base = "http://{BACKEND}/api") => `${base} in base64`;
const get = (path, query) => ({ origin: "backend", method: "GET", path: api + path, query: Object.entries(query), headers: { ...credentials }, status: 200 });
const post = (path, json, status) => {
  const headers = { ...credentials, "content-length": "{LENGTH}", "content-type": "application/json" };
  return { origin: "backend", method: "POST", path: api + path, query: [], headers, body: { json }, status };
};
const retrieve = () => post("projects/retrieve", { name: "demo" }, 200);
const listing = () => get("attachment/list", { project_id: "{PROJECT_ID}", ...entity, path: basePath(), page: "1", size: "1000" });
const download = (fileName, mimeType) =>
  get("attachment/download", { workspace_name: "default", container_id: "{PROJECT_ID}", file_name: fileName, mime_type: mimeType, ...entity });
const opening = (fileName, mimeType) => {
  const names = { file_name: fileName, mime_type: mimeType, project_name: "demo" };
  return post("attachment/upload-start", { ...names, ...entity, num_of_file_parts: 1, path: basePath() }, 200);
};
const putting = (fileName, content) => {
  const query = Object.entries({ file_name: fileName, mime_type: "text%2Fplain", ...entity, project_name: "demo" });
  const headers = { ...credentials, "content-length": "{LENGTH}" };
  return { origin: "backend", method: "PUT", path: `${api}attachment/upload`, query, headers, body: bytes(content), status: 204 };
};

const keyOrder = ["name", "file_names", "file_name", "mime_type", "project_name", "entity_type", "entity_id", "file_size", "upload_id", "uploaded_file_parts", "num_of_file_parts", "path", "container_id"];
const downloadOrder = ["workspace_name", "container_id", "file_name", "mime_type", "entity_type", "entity_id"];
const byOrder = (order) => ([a], [b]) => order.indexOf(a) - order.indexOf(b);

/** Our parts of the captured uploads that have more than one. */
const partsOfBig = [big.subarray(0, 5 * mib), big.subarray(5 * mib, 10 * mib), big.subarray(10 * mib)];
const plans = { "big.bin": partsOfBig, "né w.bin": [Buffer.alloc(16)] };

export const differences = [
  // The requests, and their answers.
  {
    description: "the id of a project is requested once",
    reason: "a name keeps its id; after an empty list the client requests it again",
    change: (run) => {
      const known = new Set();
      run.requests = run.requests.filter((request) => {
        const name = request.path.endsWith("/retrieve") && request.status === 200 && jsonOf(request).name;
        return !name || (!known.has(name) && known.add(name));
      });
    },
  },
  {
    description: "a list is one call, which also requests the project",
    reason: "users have the name of a project, and no use for its id",
    in: ["js06"],
    change: ({ requests }) => {
      const request = listing();
      delete request.headers.authorization;
      requests.push(request);
    },
  },
  {
    description: "a missing project makes the client request the names of the others",
    reason: "the closest names are part of the hint of the error",
    in: ["js01", "py09"],
    change: ({ requests }) => requests.push(get("projects", { page: "1", size: "1000" })),
  },
  {
    description: "a delete requests the project again",
    reason: "with an outdated id the backend answers success and deletes nothing",
    in: ["js05", "py13"],
    change: ({ requests }) => requests.splice(at(requests, "/delete"), 0, retrieve()),
  },
  {
    description: "six attempts instead of three",
    reason: "outages of some seconds are common behind gateways; waits begin at a fraction of a second (README, maxAttempts)",
    in: ["js07", "py15"],
    change: ({ requests }) => requests.push(...structuredClone(Array(3).fill(requests.at(-1)))),
  },
  {
    description: "Retry-After applies to the direct PUT, too",
    reason: "Python's SDK loses the header there and waits longer",
    in: ["py17"],
    change: each((request) => request.waited && (request.waited = "as told")),
  },
  {
    description: "a download is retried",
    reason: "it is as repeatable as other requests; Python's SDK fails at the first 503",
    in: ["py21"],
    change: (run) => {
      run.requests.push({ ...structuredClone(run.requests.at(-1)), status: 200 });
      endsWell(run);
    },
  },
  {
    description: "a redirect of a PUT is not followed",
    reason: "credentials must not go to the target of a redirect; Python's SDK follows it and fails, since its body is consumed",
    in: ["py22"],
    change: ({ requests }) => requests.pop(),
  },
  {
    description: "304 is no success",
    reason: "nothing was stored",
    in: ["py23"],
    change: ({ ends }) => (ends[0] = "badly"),
  },
  {
    description: "an empty file is uploaded",
    reason: "the server accepts it, and an empty log is a valid file; Python's SDK refuses it",
    in: ["py06"],
    change: (run) => {
      run.requests.push(opening("empty.txt", "text/plain"), putting("empty.txt", Buffer.alloc(0)));
      endsWell(run);
    },
  },
  {
    description: "all pages of a list are read",
    reason: "Python's SDK stops after the first hundred, and cannot download the others",
    in: ["py07"],
    change: (run) => {
      run.requests.push(download("f000.txt", "text%2Fplain"));
      endsWell(run);
    },
  },
  {
    description: "the media type of a download need not be the stored one",
    reason: "the server only echoes it; Python's SDK finds a file only if it is identical",
    in: ["py08"],
    change: (run) => {
      run.requests.push(download("a.json", "application%2Fjson"));
      endsWell(run);
    },
  },
  {
    description: "the server accepts the `path` of an address with `~`",
    reason: "it decodes base64url; the standard alphabet's + and / are refused with 400",
    in: ["py12"],
    change: (run) => {
      run.requests.forEach((request) => (request.status = 200));
      run.requests.push({ ...putting("hello.txt", hello), path: "/a~/api/v1/private/attachment/upload" });
      run.ends.fill("well");
    },
  },
  {
    description: "expired part URLs are replaced: the upload is restarted once",
    reason: "they cannot be renewed, and may expire before a large file is sent over a slow network; Python's SDK fails",
    in: ["py19"],
    change: (run) => {
      const again = structuredClone(run.requests);
      for (const part of again.filter(isPart)) part.query = part.query.map((pair) => (pair[0] === "uploadId" ? ["uploadId", "{UPLOAD 2}"] : pair));
      again.at(-1).status = 200;
      // Python gives up before the last part.
      const last = structuredClone(again.at(-1));
      last.query = last.query.map((pair) => (pair[0] === "partNumber" ? ["partNumber", String(partsOfBig.length)] : pair));
      again.push(last);
      const parts = partsOfBig.map((_, index) => ({ e_tag: "{WHAT THE STORE ANSWERED}", part_number: index + 1 }));
      const names = { file_name: "big.bin", mime_type: "application/octet-stream", project_name: "demo" };
      const json = { ...names, ...entity, file_size: big.length, upload_id: "{UPLOAD 2}", uploaded_file_parts: parts };
      run.requests.push(...again, post("attachment/upload-complete", json, 204));
      endsWell(run);
    },
  },
  {
    description: "after a 500 to a completion, the list shows whether it was done",
    reason: "a completion can succeed although its answer is lost, and then the next one always fails",
    in: ["py20"],
    change: ({ requests }) => requests.splice(at(requests, "/upload-complete") + 1, 0, retrieve(), listing()),
  },
  {
    description: "a delete has the body that the server expects",
    reason: "both SDKs are generated from a specification with the body of a completion here, and get 422",
    in: ["js05", "py13"],
    change: (run) => {
      const request = run.requests[at(run.requests, "/delete")];
      const { entity_type, entity_id, container_id } = request.body.json;
      request.body.json = { file_names: ["hello.txt"], entity_type, entity_id, container_id };
      request.status = 204;
      endsWell(run, 0);
    },
  },
  {
    description: "an upload begins with upload-start",
    reason: "its answer shows the mode of the server; the raw call of the SDKs assumes direct mode",
    in: ["js04", "py13"],
    change: ({ requests }) => requests.splice(at(requests, "/upload"), 0, opening("j.json", "application/json")),
  },
  {
    description: "parts of our part plan",
    reason: "12 MiB in equal parts, like Python's; no store would accept the captured parts of 8 bytes",
    change: ({ requests }) => {
      const planOf = ({ body, path }) => plans[body?.json?.file_name ?? decodeURIComponent(path).split("/").pop()];
      const numberOf = ({ query }) => Number(Object.fromEntries(query).partNumber);
      for (const request of [...requests]) {
        const plan = planOf(request);
        if (!plan) continue;
        const { json } = request.body ?? {};
        if (json?.num_of_file_parts) json.num_of_file_parts = plan.length;
        if (json?.uploaded_file_parts) json.uploaded_file_parts.length = plan.length;
        if (!isPart(request)) continue;
        const content = plan[numberOf(request) - 1];
        if (content) request.body = bytes(content);
        else requests.splice(requests.indexOf(request), 1);
      }
    },
  },
  // Bodies and queries.
  {
    description: "the ETags of parts are those of the store's answers",
    reason: "the capture program invented them; ours are the verbatim headers with their quotes, like Python's",
    in: ["js02"],
    change: each(({ body }) => body.json.uploaded_file_parts.forEach((part) => (part.e_tag = "{WHAT THE STORE ANSWERED}")), "/upload-complete"),
  },
  {
    description: "the direct upload of a file names its type and project, and is not JSON",
    reason: "without a project it would be stored in the default one; the SDKs' raw call can send only JSON documents",
    in: ["js04", "py13"],
    change: each((request) => {
      request.query.splice(1, 0, ["mime_type", "application%2Fjson"]);
      request.query.push(["project_name", "demo"]);
      delete request.headers["content-type"];
    }, "/upload"),
  },
  {
    description: "an unknown type is sent as application/octet-stream",
    reason: "the server does the same with null, but then the client would not know the stored type",
    in: ["py03"],
    change: each((request) => jsonOf(request).mime_type === null && (request.body.json.mime_type = "application/octet-stream")),
  },
  {
    description: "the URL of a direct upload is built from the fields",
    reason: "the server's link does not escape %25, and so denotes another file: 50% off.txt",
    in: ["py03"],
    change: each(({ query }) => {
      const name = query.find(([, value]) => value === "50%25+off.txt");
      if (name) name[1] = "50%2525+off.txt";
    }, "/upload"),
  },
  {
    description: "base64url without padding in `path`",
    reason: "the server's decoder does not accept + and /, and needs no padding",
    change: each((request) => {
      const inAlphabet = (text) => text.replace(/ with .*/, (special) => (special.includes("+") ? " with -" : ""));
      if (jsonOf(request).path) request.body.json.path = inAlphabet(request.body.json.path);
      for (const pair of request.query) if (pair[0] === "path") pair[1] = inAlphabet(pair[1]);
    }),
  },
  {
    description: "no slash at the end of the base URL in `path`",
    reason: "with and without it the server builds the same links",
    change: each((request) => {
      const cut = (text) => text.replace("/ in base64", " in base64");
      if (jsonOf(request).path) request.body.json.path = cut(request.body.json.path);
      for (const pair of request.query) if (pair[0] === "path") pair[1] = cut(pair[1]);
    }),
  },
  {
    description: "page=1&size=1000 in a list",
    reason: "one request returns more than the hundred rows of the default, and all pages are read",
    change: each((request) => {
      const asked = request.query.filter(([name]) => name !== "page" && name !== "size");
      request.query = [...asked, ["page", "1"], ["size", "1000"]];
    }, "/list"),
  },
  {
    description: "a download names the workspace in its query",
    reason: "as the server's own links do",
    in: ["py13"],
    change: each(({ query }) => query.unshift(["workspace_name", "default"]), "/download"),
  },
  {
    description: "the parameters of a download in the order of the server's links",
    reason: "the order is free, so ours is that of a link",
    in: ["js03", "py13"],
    change: each(({ query }) => query.sort(byOrder(downloadOrder)), "/download"),
  },
  {
    description: "a space in a query is +",
    reason: "the server decodes both as a space, and its links have the +",
    in: ["js03"],
    change: each(({ query }) => query.forEach((pair) => (pair[1] = pair[1].replaceAll("%20", "+")))),
  },
  {
    description: "the order of JSON keys",
    reason: "the server accepts any order; ours starts with the fields that a start and a completion share",
    change: each(({ body }) => {
      if (body?.json) body.json = Object.fromEntries(Object.entries(body.json).sort(byOrder(keyOrder)));
    }),
  },
  // Headers.
  {
    description: "an HTTP library adds its headers",
    reason: "httpx in Python, fetch in Node; the headers of a bare fetch are not recorded for ours",
    change: each(({ headers }) => {
      for (const name of ["host", "connection", "user-agent", "accept-encoding", "accept-language", "sec-fetch-mode"]) delete headers[name];
    }),
  },
  {
    description: "no X-Fern-*, X-OPIK-DEBUG-* and X-Opik-Client-Id",
    reason: "the backend's CORS does not allow pages to send them",
    change: each(({ headers }) => Object.keys(headers).filter((name) => /^x-(fern|opik)-/.test(name)).forEach((name) => delete headers[name])),
  },
  {
    description: "JSON is not compressed",
    reason: "the backend's CORS does not allow pages to send Content-Encoding, and the JSON has only some hundred bytes",
    change: each(({ headers }) => delete headers["content-encoding"]),
  },
  {
    description: "the direct PUT has a Content-Length",
    reason: "the length is known, and proxies need not buffer the body to find it",
    change: each(({ headers }) => {
      if (headers["transfer-encoding"] !== "chunked") return;
      delete headers["transfer-encoding"];
      headers["content-length"] = "{LENGTH}";
    }, "/upload"),
  },
  {
    description: "no Authorization without a key",
    reason: "like Python's SDK; TypeScript's sends an empty one",
    in: ["js06"],
    change: each(({ headers }) => headers.authorization === "" && delete headers.authorization),
  },
  {
    description: "no credentials to other origins",
    reason: "Python's SDK sends key and workspace to every link that does not look like an AWS presigned URL",
    in: ["py05"],
    change: each(({ origin, headers }) => {
      if (origin === "store") ["authorization", "comet-workspace"].forEach((name) => delete headers[name]);
    }),
  },
  {
    description: "every GET bypasses caches",
    reason: "a browser's cache could give a truncated download, or a file that was replaced; fetch adds these for cache: no-store",
    change: each((request) => {
      if (request.method !== "GET") return;
      const headers = { ...request.headers, "cache-control": "no-cache", pragma: "no-cache" };
      request.headers = Object.fromEntries(Object.entries(headers).sort());
    }),
  },
];
