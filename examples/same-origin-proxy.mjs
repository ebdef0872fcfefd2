// Serves a page, and below /api the attachments of an Opik that does not answer pages of other origins. The API key
// stays here: the page never sees it.
//
//   OPIK_URL_OVERRIDE=http://localhost:5173/api OPIK_API_KEY=... node examples/same-origin-proxy.mjs FOLDER [PORT]
//
// The page imports /opik-attachments/index.js and says new AttachmentClient({ apiUrl: "/api" }). Whoever reaches the
// port acts with the key, so it is open to this machine alone; put a sign-in before it to open it further. With
// files in S3, the page goes to the bucket itself, with the presigned URLs that it is given and without the key.
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { createServer, request as requestOverHttp } from "node:http";
import { request as requestOverHttps } from "node:https";
import { dirname, extname, join } from "node:path";
import { pipeline } from "node:stream";
import { fileURLToPath } from "node:url";

const [folder, port = "8080", ...rest] = process.argv.slice(2);
if (folder === undefined || rest.length > 0) {
  console.error("Usage: node same-origin-proxy.mjs FOLDER [PORT]");
  process.exit(2);
}
const apiUrl = new URL(process.env.OPIK_URL_OVERRIDE || "https://www.comet.com/opik/api").href.replace(/\/+$/, "");
const credentials = { "comet-workspace": process.env.OPIK_WORKSPACE || "default" };
if (process.env.OPIK_API_KEY) credentials.authorization = process.env.OPIK_API_KEY;
const requestOpik = apiUrl.startsWith("https:") ? requestOverHttps : requestOverHttp;
const packageFolder = dirname(fileURLToPath(import.meta.resolve("opik-attachments")));

// What may pass is listed, so that cookies, hop-by-hop headers and whatever else there will be stay where they are. The
// key opens all of Opik, the page gets no more of it than the package asks for.
const forwardedMethods = ["GET", "POST", "PUT"];
const forwardedPath = /^\/api(\/v1\/private\/(?:attachment\/[a-z-]+|projects\/retrieve))$/;
// The framing of a body passes as it came: Node would send the chunked body of a GET without any, as if of requests.
const requestHeaders = ["accept", "accept-encoding", "content-length", "content-type", "range", "transfer-encoding"];
const responseHeaders = [
  ...["content-disposition", "content-encoding", "content-length", "content-range", "content-type"],
  ...["cache-control", "etag", "ratelimit-reset", "retry-after", "vary"],
];
const pick = (headers, names) => Object.fromEntries(Object.entries(headers).filter(([name]) => names.includes(name)));

/** No names that could lead out of the folder or to hidden files: no escapes, no empty segments, no leading dots. */
const filePath = /^(?:\/[\w-][\w.-]*)*\/?$/;
const types = {
  ".html": "text/html; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".wasm": "application/wasm",
};

const server = createServer((request, response) => {
  const refuse = (status, text) => response.writeHead(status, { "content-type": "text/plain" }).end(`${text}\n`);
  if (!isFromOwnPage(request)) return refuse(403, "Only for pages of this origin");
  if (!URL.canParse(request.url, "http://page")) return refuse(400, "No such address");
  const { pathname, search } = new URL(request.url, "http://page");
  const path = forwardedPath.exec(pathname)?.[1];
  if (path && forwardedMethods.includes(request.method)) return forward(request, response, path + search, refuse);
  return serveFile(request, response, pathname).catch(() => refuse(404, "Not found"));
});

/** Else pages of other origins could act with the key, also under a name of theirs that leads to this machine. */
function isFromOwnPage({ headers: { host, origin = `http://${host}` } }) {
  const { port } = server.address();
  return [`127.0.0.1:${port}`, `localhost:${port}`].includes(host) && origin === `http://${host}`;
}

function forward(request, response, path, refuse) {
  const headers = { ...pick(request.headers, requestHeaders), ...credentials };
  const upstream = requestOpik(apiUrl + path, { method: request.method, headers });
  upstream.once("response", (answer) => {
    const { statusCode, headers } = answer;
    if (statusCode >= 300 && statusCode < 400) {
      // Followed by anyone, it would take the key or the page to another place.
      return refuse(502, `Opik answered with a redirect to ${headers.location}`);
    }
    response.writeHead(statusCode, pick(headers, responseHeaders));
    // An answer that is cut ends with a cut connection, so that the page does not take it for the whole.
    pipeline(answer, response, () => {});
  });
  // After the answer has begun, it knows best how it ends.
  upstream.on("error", (error) => response.headersSent || refuse(502, `Opik cannot be reached: ${error.message}`));
  // Not pipeline, which would end the page's connection when Opik answers before it has read everything.
  request.pipe(upstream);
  // The page reads an early answer only after it has sent everything.
  upstream.once("close", () => request.resume());
  // The page has gone, or has all it wanted.
  response.once("close", () => upstream.destroy());
}

async function serveFile({ method, url }, response, pathname) {
  if (!filePath.test(pathname) || !["GET", "HEAD"].includes(method)) throw new Error(`no file: ${url}`);
  const [, ofPackage] = /^\/opik-attachments(\/.*)/.exec(pathname) ?? [];
  const path = join(ofPackage ? packageFolder : folder, (ofPackage ?? pathname).replace(/\/$/, "/index.html"));
  const stats = await stat(path);
  if (!stats.isFile()) throw new Error(`no file: ${url}`);
  const type = types[extname(path)] ?? "application/octet-stream";
  response.writeHead(200, { "content-type": type, "content-length": stats.size });
  pipeline(createReadStream(path), response, () => {});
}

// Large uploads take longer than the five minutes that Node allows a request.
server.requestTimeout = 0;
server.on("error", (error) => {
  console.error(`✗ ${error.message}`);
  process.exitCode = 1;
});
server.listen(Number(port), "127.0.0.1", () => {
  console.log(`http://127.0.0.1:${server.address().port}/ serves ${folder} and forwards /api to ${apiUrl}`);
});
