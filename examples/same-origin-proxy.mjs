// Serves a page, and below /api the attachments of an Opik that does not allow pages of other origins. The API key stays in
// this process: the page never sees it.
//
//   OPIK_URL_OVERRIDE=http://localhost:5173/api OPIK_API_KEY=... node examples/same-origin-proxy.mjs FOLDER [PORT]
//
// The page imports /opik-attachments/index.js and calls new AttachmentClient({ apiUrl: "/api" }). Every client of the port
// acts with the key, so the proxy listens on this machine only. Require a sign-in before you expose it. With files in S3,
// the page accesses the bucket directly, with presigned URLs and without the key.
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

// Allow-lists, so that cookies, hop-by-hop headers and future headers are not forwarded. The key gives access to all of
// Opik; the page may only send the requests that the package sends.
const forwardedMethods = ["GET", "POST", "PUT"];
const forwardedPath = /^\/api(\/v1\/private\/(?:attachment\/[a-z-]+|projects\/retrieve))$/;
// Forwards the framing of a body: without it, Node sends the chunked body of a GET as if it were further requests.
const requestHeaders = ["accept", "accept-encoding", "content-length", "content-type", "range", "transfer-encoding"];
const responseHeaders = [
  ...["content-disposition", "content-encoding", "content-length", "content-range", "content-type"],
  ...["cache-control", "etag", "ratelimit-reset", "retry-after", "vary"],
];
const pick = (headers, names) => Object.fromEntries(Object.entries(headers).filter(([name]) => names.includes(name)));

/** Matches no path outside of the folder and no hidden file: no escapes, no empty segments, no leading dots. */
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

/** Keeps pages of other origins from using the key, even under a host name that resolves to this machine. */
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
      // Followed, it would send the key or the page to another server.
      return refuse(502, `Opik answered with a redirect to ${headers.location}`);
    }
    response.writeHead(statusCode, pick(headers, responseHeaders));
    // Closes the connection if the answer breaks off, so that the page does not take it as complete.
    pipeline(answer, response, () => {});
  });
  // Once the answer has begun, the pipeline handles errors.
  upstream.on("error", (error) => response.headersSent || refuse(502, `Opik cannot be reached: ${error.message}`));
  // Not pipeline, which would close the page's connection when Opik answers before it has read everything.
  request.pipe(upstream);
  // The page reads an early answer only after it has sent everything.
  upstream.once("close", () => request.resume());
  // The page has closed the connection, or has the whole answer.
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
