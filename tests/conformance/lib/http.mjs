// Sends one HTTP/1.1 request on a new connection, byte by byte. HTTP clients correct or hide what the tests compare, such as a
// path with two slashes, a body without a length, or a chunked answer.
import { connect } from "node:net";
import { gunzipSync } from "node:zlib";

const endOfHead = Buffer.from("\r\n\r\n");
const timeoutMs = 30_000;
const chunkBytes = 4096;

/** Returns the body as it is sent: unchanged, or in chunks of 4 KiB. */
function framed(body, chunked) {
  if (!chunked) return body;
  const parts = [];
  for (let at = 0; at < body.length; at += chunkBytes) {
    const chunk = body.subarray(at, at + chunkBytes);
    parts.push(Buffer.from(`${chunk.length.toString(16)}\r\n`), chunk, Buffer.from("\r\n"));
  }
  return Buffer.concat([...parts, Buffer.from("0\r\n\r\n")]);
}

/** Parses status and headers. Names are in lower case, and several values of one name are joined. */
function parseHead(text) {
  const [first, ...lines] = text.split("\r\n");
  const headers = {};
  for (const line of lines) {
    const at = line.indexOf(":");
    const name = line.slice(0, at).toLowerCase();
    const value = line.slice(at + 1).trim();
    headers[name] = name in headers ? `${headers[name]}, ${value}` : value;
  }
  return { first, status: Number(first.split(" ")[1]), headers };
}

/** Returns the body in the bytes that have arrived, or undefined if it is incomplete. */
function bodyOf(method, { status, headers }, rest, ended) {
  if (method === "HEAD" || status === 204 || status === 304) return Buffer.alloc(0);
  if (headers["transfer-encoding"] === "chunked") return unchunked(rest);
  if ("content-length" in headers) {
    const length = Number(headers["content-length"]);
    return rest.length >= length ? rest.subarray(0, length) : undefined;
  }
  return ended ? rest : undefined;
}

function unchunked(rest) {
  const chunks = [];
  for (let at = 0; ; ) {
    const end = rest.indexOf("\r\n", at);
    if (end < 0) return undefined;
    const length = parseInt(rest.toString("latin1", at, end), 16);
    if (rest.length < end + 2 + length + 2) return undefined;
    if (length === 0) return Buffer.concat(chunks);
    chunks.push(rest.subarray(end + 2, end + 2 + length));
    at = end + 2 + length + 2;
  }
}

/**
 * Sends a request and resolves to its answer: `status`, `headers`, `raw`, the body as received, and `body` without
 * compression. The `body` of the request is a Buffer or null, and gets a `Content-Length` unless it is `chunked`. With
 * `expectContinue` it waits for 100 Continue before it sends the body, and the answer has that line as `interim`.
 */
export function exchange({ hostname, port, method, target, headers, body, chunked = false, expectContinue = false }) {
  const lines = [`${method} ${target} HTTP/1.1`, ...headers.map(([name, value]) => `${name}: ${value}`)];
  if (chunked) lines.push("Transfer-Encoding: chunked");
  else if (body !== null) lines.push(`Content-Length: ${body.length}`);
  const head = Buffer.from(`${lines.join("\r\n")}\r\n\r\n`);
  const payload = framed(body ?? Buffer.alloc(0), chunked);

  return new Promise((resolve, reject) => {
    const socket = connect(port, hostname);
    socket.setTimeout(timeoutMs, () => socket.destroy(new Error(`no answer to ${method} ${target.slice(0, 100)}`)));
    socket.setNoDelay(true);
    socket.write(expectContinue ? head : Buffer.concat([head, payload]));
    let arrived = Buffer.alloc(0);
    let interim;
    const look = (ended) => {
      const end = arrived.indexOf(endOfHead);
      if (end < 0) return false;
      const answer = parseHead(arrived.toString("latin1", 0, end));
      const rest = arrived.subarray(end + endOfHead.length);
      if (answer.status === 100) {
        interim = answer.first;
        arrived = rest;
        socket.write(payload);
        return false;
      }
      const raw = bodyOf(method, answer, rest, ended);
      if (raw === undefined) return false;
      const body = answer.headers["content-encoding"] === "gzip" ? gunzipSync(raw) : raw;
      resolve({ status: answer.status, headers: answer.headers, raw, body, interim });
      socket.destroy();
      return true;
    };
    socket.on("data", (data) => {
      arrived = Buffer.concat([arrived, data]);
      look(false);
    });
    socket.on("end", () => look(true) || socket.destroy(new Error(`half an answer to ${method} ${target.slice(0, 100)}`)));
    socket.on("error", reject);
  });
}
