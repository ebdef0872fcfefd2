// Sends requests to a server and records its answers in the form of the recordings: without values that differ in each run,
// such as ids, times, ports and signatures.
import { createHash } from "node:crypto";
import { exchange } from "./http.mjs";

export const defaultId = "0190babc-62a0-71d2-832a-0feffa4676eb";

/** The headers that are compared. */
const kept = new Set(
  `content-type content-length transfer-encoding content-encoding content-disposition vary etag allow accept-ranges
  content-range cache-control location www-authenticate access-control-allow-origin access-control-allow-credentials
  access-control-allow-headers access-control-allow-methods access-control-expose-headers access-control-max-age connection
  x-amz-checksum-crc32 x-amz-checksum-type x-amz-server-side-encryption`.split(/\s+/),
);
/** The limit for texts. Longer ones are recorded by their beginning and digest. */
const maxText = 1500;

const md5 = (bytes) => createHash("md5").update(bytes).digest("hex");

/** Returns the id of a case: a constant UUID of a version that later servers do not accept. */
export function idOf(name) {
  const hex = createHash("sha1").update(`conformance/${name}`).digest("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

export class Recorder {
  /** The recorded steps, in order. */
  steps = [];
  #names = [[defaultId, "DEFAULT"]];

  constructor(origin) {
    this.origin = origin;
  }

  /** Returns the id of a case, which is recorded as `E-` and its name. */
  entity(name) {
    const id = idOf(name);
    this.name(id, `E-${name}`);
    return id;
  }

  /** Records `real` as `shown` from now on. */
  name(real, shown) {
    this.#names.push([real, shown]);
  }

  /** Sends a request, records its answer as the step, and returns it. Default origin: the server's. */
  async ask(step, { origin = this.origin, method = "GET", target, headers = [], body = null, ...how }) {
    const { hostname, port, host } = new URL(origin);
    const given = new Set(headers.map(([name]) => name.toLowerCase()));
    const usual = [["Host", host], ["Accept", "*/*"]].filter(([name]) => !given.has(name.toLowerCase()));
    const request = { hostname, port: Number(port), method, target, headers: [...usual, ...headers], body, ...how };
    const answer = await exchange(request);
    this.steps.push({ step, ...this.#written(answer) });
    return answer;
  }

  /** Sends a request without recording it, to put a server into the initial state of a recording. */
  async prepare(request) {
    await this.ask("", request);
    this.steps.pop();
  }

  #written({ status, headers, raw, body, interim }) {
    const written = { status, headers: {} };
    for (const [name, value] of Object.entries(headers)) if (kept.has(name)) written.headers[name] = this.#shown(value);
    if (interim) written.interim = interim;
    const length = written.headers["content-length"];
    // "N" is a length other than that of the body: of compressed bytes, or of the body that a HEAD omits.
    if (length && length !== "0") {
      const plain = Number(length) === raw.length && raw.length === body.length;
      written.headers["content-length"] = plain ? "len" : "N";
    }
    const text = body.toString();
    if (!Buffer.from(text).equals(body)) return { ...written, bytes: md5(body) };
    try {
      return { ...written, json: this.#tidy(JSON.parse(text)) };
    } catch {
      return { ...written, text: this.#shown(text.length < maxText ? text : `${text.slice(0, 400)}...${md5(body)}`) };
    }
  }

  #tidy(json) {
    const tidy = JSON.parse(this.#shown(JSON.stringify(json), true));
    // Errors have no fixed order.
    if (Array.isArray(tidy?.errors)) tidy.errors.sort();
    // A project.
    if (tidy?.visibility && tidy.id !== "DEFAULT") tidy.id = "ID";
    return tidy;
  }

  #shown(text, isJson = false) {
    for (const [real, shown] of this.#names) {
      text = text.replaceAll(real, shown);
      text = text.replaceAll(`String ${isJson ? '\\"' : '"'}${real.replaceAll("-", "")}`, `String ${isJson ? '\\"' : '"'}${shown}`);
    }
    return text
      .replace(/logged \(ID [0-9a-f]+\)/g, "logged (ID X)")
      .replace(/http:\/\/127\.0\.0\.1:\d+/g, "http://H")
      .replace(/(X-Amz-(Date|Credential|Signature)=)[^&"]+/g, "$1X")
      .replace(/(uploadId=)[^&"<]+/g, "$1X")
      .replace(/("upload_id":")(?!BEMinIO)[^"]*/g, "$1X")
      .replace(/(http:\/\/H\/|<Resource>\/|<BucketName>)opik-attachments\b/g, "$1BUCKET")
      .replace(/projects\/[0-9a-f]{8}-[0-9a-f-]{27}/g, "projects/PROJ")
      .replace(/([?;]path=)[\w-]+/g, "$1BASE")
      .replace(/<(RequestId|HostId|UploadId)>[^<]*</g, "<$1>X<")
      .replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z/g, "TIME");
  }
}
