// Every difference between our client's requests and the captured ones of Opik's SDKs, and its reason. Each makes of the
// SDK's run what ours must be; those that name scenarios must occur in each of them, the others wherever they apply.
// They act in this order: which requests there are, then what is in them.
//
// Not compared, since the wire leaves it free or it is never twice the same: the order of headers and their case; lengths
// of JSON; the order in which parts arrive, of which ours has several under way at once and Python one; connections; waits
// that no server asked for (ours up to 0.25 s doubling to 20 s, all random; Python 5 s and 6 s, parts 1 s; TypeScript 1 s and
// 2 s); and Python's GET is-alive/ping now and then, which belongs to no call and of which ours has nothing.
import { createHash } from "node:crypto";
import { big, hello } from "./ours.mjs";

const api = "/api/v1/private/";
const mib = 1024 * 1024;
const bytes = (content) => ({ bytes: content.length, sha256: createHash("sha256").update(content).digest("hex").slice(0, 16) });

/** Applies `change` to every request, or to those to `endpoint`. */
const each = (change, endpoint = "") => ({ requests }) => requests.filter(({ path }) => path.endsWith(endpoint)).forEach(change);
const at = (requests, endpoint) => requests.findIndex(({ path }) => path.endsWith(endpoint));
const jsonOf = ({ body }) => body?.json ?? {};
const isPart = ({ origin, method }) => origin === "store" && method === "PUT";
const endsWell = ({ ends }, call = ends.length - 1) => (ends[call] = "well");

// Requests of ours that no SDK sends at that point, as they are once all differences have been made.
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
  // Which requests there are, and how they are answered.
  {
    what: "a project's id is asked for once",
    why: "a name keeps its id; an empty list makes the client ask again",
    change: (run) => {
      const known = new Set();
      run.requests = run.requests.filter((request) => {
        const name = request.path.endsWith("/retrieve") && request.status === 200 && jsonOf(request).name;
        return !name || (!known.has(name) && known.add(name));
      });
    },
  },
  {
    what: "to list is one call, which also asks for the project",
    why: "people have names, and an id alone is of no use to them",
    in: ["js06"],
    change: ({ requests }) => {
      const request = listing();
      delete request.headers.authorization;
      requests.push(request);
    },
  },
  {
    what: "a project that does not exist makes the client ask for the names of the others",
    why: "the closest ones are part of the error's hint",
    in: ["js01", "py09"],
    change: ({ requests }) => requests.push(get("projects", { page: "1", size: "1000" })),
  },
  {
    what: "a delete asks for the project again",
    why: "with an id that is out of date the backend answers success and deletes nothing",
    in: ["js05", "py13"],
    change: ({ requests }) => requests.splice(at(requests, "/delete"), 0, retrieve()),
  },
  {
    what: "six attempts instead of three",
    why: "outages of some seconds are common behind gateways; waits begin at a fraction of a second (README, maxAttempts)",
    in: ["js07", "py15"],
    change: ({ requests }) => requests.push(...structuredClone(Array(3).fill(requests.at(-1)))),
  },
  {
    what: "Retry-After is heeded on the direct PUT, too",
    why: "Python's SDK loses the header there and waits longer than it was asked to",
    in: ["py17"],
    change: each((request) => request.waited && (request.waited = "as told")),
  },
  {
    what: "a download is sent again",
    why: "it can be repeated like everything else; Python's SDK gives up at the first 503",
    in: ["py21"],
    change: (run) => {
      run.requests.push({ ...structuredClone(run.requests.at(-1)), status: 200 });
      endsWell(run);
    },
  },
  {
    what: "a redirect of a PUT is not followed",
    why: "credentials must not travel to where a redirect points; Python's SDK follows and fails, its body being used up",
    in: ["py22"],
    change: ({ requests }) => requests.pop(),
  },
  {
    what: "304 is no success",
    why: "nothing was stored",
    in: ["py23"],
    change: ({ ends }) => (ends[0] = "badly"),
  },
  {
    what: "an empty file is uploaded",
    why: "the server takes it, and a log that is empty is a log; Python's SDK refuses it",
    in: ["py06"],
    change: (run) => {
      run.requests.push(opening("empty.txt", "text/plain"), putting("empty.txt", Buffer.alloc(0)));
      endsWell(run);
    },
  },
  {
    what: "all pages of a list are read",
    why: "Python's SDK stops after the first hundred, and cannot download what comes behind",
    in: ["py07"],
    change: (run) => {
      run.requests.push(download("f000.txt", "text%2Fplain"));
      endsWell(run);
    },
  },
  {
    what: "the media type of a download need not be the stored one",
    why: "the server only echoes it; Python's SDK finds no file unless it is equal to the letter",
    in: ["py08"],
    change: (run) => {
      run.requests.push(download("a.json", "application%2Fjson"));
      endsWell(run);
    },
  },
  {
    what: "the server takes the `path` of an address with `~`",
    why: "it decodes base64url; the standard alphabet's + and / are refused with 400",
    in: ["py12"],
    change: (run) => {
      run.requests.forEach((request) => (request.status = 200));
      run.requests.push({ ...putting("hello.txt", hello), path: "/a~/api/v1/private/attachment/upload" });
      run.ends.fill("well");
    },
  },
  {
    what: "part URLs that have died are replaced: the upload begins anew, once",
    why: "they cannot be renewed, and a large file over a slow line outlives them; Python's SDK gives up",
    in: ["py19"],
    change: (run) => {
      const again = structuredClone(run.requests);
      for (const part of again.filter(isPart)) part.query = part.query.map((pair) => (pair[0] === "uploadId" ? ["uploadId", "{UPLOAD 2}"] : pair));
      again.at(-1).status = 200;
      // Python has given up before the last part.
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
    what: "after a 500 to a completion the list tells whether it was done",
    why: "a completion can succeed and its answer be lost, and then the next one fails for good",
    in: ["py20"],
    change: ({ requests }) => requests.splice(at(requests, "/upload-complete") + 1, 0, retrieve(), listing()),
  },
  {
    what: "a delete says what the server wants to hear",
    why: "both SDKs are generated from a description that has the body of a completion here, and get 422",
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
    what: "an upload begins with upload-start",
    why: "its answer tells in which mode the server is; the raw call of the SDKs assumes direct mode",
    in: ["js04", "py13"],
    change: ({ requests }) => requests.splice(at(requests, "/upload"), 0, opening("j.json", "application/json")),
  },
  {
    what: "parts as our plan has them",
    why: "12 MiB are shared evenly out, in parts as Python's are; the captured parts of 8 bytes no store would take",
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
  // What is in the body and in the query.
  {
    what: "the tags of parts are those the store answered with",
    why: "the driver of the capture made them up; ours are the headers verbatim, quotes and all, as Python's are",
    in: ["js02"],
    change: each(({ body }) => body.json.uploaded_file_parts.forEach((part) => (part.e_tag = "{WHAT THE STORE ANSWERED}")), "/upload-complete"),
  },
  {
    what: "the raw upload of a file names its type and project, and is no JSON",
    why: "without a project it would land in the default one; the SDKs' raw call can send JSON documents only",
    in: ["js04", "py13"],
    change: each((request) => {
      request.query.splice(1, 0, ["mime_type", "application%2Fjson"]);
      request.query.push(["project_name", "demo"]);
      delete request.headers["content-type"];
    }, "/upload"),
  },
  {
    what: "a type that nobody knows is named: application/octet-stream",
    why: "the same that the server makes of null, but then it is the client's to tell what was stored",
    in: ["py03"],
    change: each((request) => jsonOf(request).mime_type === null && (request.body.json.mime_type = "application/octet-stream")),
  },
  {
    what: "the URL of a direct upload is made from the fields",
    why: "the server's link leaves %25 as it is and so means another file: 50% off.txt",
    in: ["py03"],
    change: each(({ query }) => {
      const name = query.find(([, value]) => value === "50%25+off.txt");
      if (name) name[1] = "50%2525+off.txt";
    }, "/upload"),
  },
  {
    what: "base64url without padding in `path`",
    why: "the server's decoder knows no + and /, and needs no padding",
    change: each((request) => {
      const inAlphabet = (text) => text.replace(/ with .*/, (special) => (special.includes("+") ? " with -" : ""));
      if (jsonOf(request).path) request.body.json.path = inAlphabet(request.body.json.path);
      for (const pair of request.query) if (pair[0] === "path") pair[1] = inAlphabet(pair[1]);
    }),
  },
  {
    what: "no slash at the end of the base URL in `path`",
    why: "with and without it the server builds the same links",
    change: each((request) => {
      const cut = (text) => text.replace("/ in base64", " in base64");
      if (jsonOf(request).path) request.body.json.path = cut(request.body.json.path);
      for (const pair of request.query) if (pair[0] === "path") pair[1] = cut(pair[1]);
    }),
  },
  {
    what: "page=1&size=1000 in a list",
    why: "more than the hundred of the default come at once, and all pages are read",
    change: each((request) => {
      const asked = request.query.filter(([name]) => name !== "page" && name !== "size");
      request.query = [...asked, ["page", "1"], ["size", "1000"]];
    }, "/list"),
  },
  {
    what: "a download names the workspace in its query",
    why: "as the server's own links do",
    in: ["py13"],
    change: each(({ query }) => query.unshift(["workspace_name", "default"]), "/download"),
  },
  {
    what: "the parameters of a download in the order of the server's links",
    why: "the order is free, and so ours is equal to a link",
    in: ["js03", "py13"],
    change: each(({ query }) => query.sort(byOrder(downloadOrder)), "/download"),
  },
  {
    what: "a space in a query is +",
    why: "both mean a space to the server, whose own links have the +",
    in: ["js03"],
    change: each(({ query }) => query.forEach((pair) => (pair[1] = pair[1].replaceAll("%20", "+")))),
  },
  {
    what: "the order of JSON keys",
    why: "the server does not mind it; ours has the fields first that a start and a completion share",
    change: each(({ body }) => {
      if (body?.json) body.json = Object.fromEntries(Object.entries(body.json).sort(byOrder(keyOrder)));
    }),
  },
  // Headers.
  {
    what: "an HTTP library adds headers of its own",
    why: "httpx in Python, fetch in Node; what a bare fetch sends is not noted of ours",
    change: each(({ headers }) => {
      for (const name of ["host", "connection", "user-agent", "accept-encoding", "accept-language", "sec-fetch-mode"]) delete headers[name];
    }),
  },
  {
    what: "no X-Fern-*, X-OPIK-DEBUG-* and X-Opik-Client-Id",
    why: "the backend's CORS lets no page send them",
    change: each(({ headers }) => Object.keys(headers).filter((name) => /^x-(fern|opik)-/.test(name)).forEach((name) => delete headers[name])),
  },
  {
    what: "JSON is not compressed",
    why: "the backend's CORS lets no page send Content-Encoding, and it is a few hundred bytes",
    change: each(({ headers }) => delete headers["content-encoding"]),
  },
  {
    what: "the direct PUT says how long it is",
    why: "it is known, and proxies need not collect the body to find out",
    change: each(({ headers }) => {
      if (headers["transfer-encoding"] !== "chunked") return;
      delete headers["transfer-encoding"];
      headers["content-length"] = "{LENGTH}";
    }, "/upload"),
  },
  {
    what: "no Authorization without a key",
    why: "as Python's SDK does; TypeScript's sends an empty one",
    in: ["js06"],
    change: each(({ headers }) => headers.authorization === "" && delete headers.authorization),
  },
  {
    what: "no credentials to other origins",
    why: "Python's SDK sends key and workspace to every link that does not look like a signed one of AWS",
    in: ["py05"],
    change: each(({ origin, headers }) => {
      if (origin === "store") ["authorization", "comet-workspace"].forEach((name) => delete headers[name]);
    }),
  },
  {
    what: "every GET asks caches to stand aside",
    why: "a browser's would give a download that was cut short, or a file that was replaced; fetch adds these for cache: no-store",
    change: each((request) => {
      if (request.method !== "GET") return;
      const headers = { ...request.headers, "cache-control": "no-cache", pragma: "no-cache" };
      request.headers = Object.fromEntries(Object.entries(headers).sort());
    }),
  },
];
