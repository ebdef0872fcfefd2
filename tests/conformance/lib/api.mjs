// Opik's endpoints as requests any part of which may be wrong. In every set of changes, `undefined` omits a parameter or field.
import { json } from "./python-text.mjs";
import { defaultId } from "./recorder.mjs";

const attachment = "/v1/private/attachment/";
const declaredJson = ["Content-Type", "application/json"];
export const partBytes = 5 * 1024 * 1024;

const present = (fields) => Object.entries(fields).filter(([, value]) => value !== undefined);

/** Returns base64url without padding. */
export const base64url = (text) => Buffer.from(text).toString("base64url");

/** Returns a query as forms encode it. */
export const queryOf = (fields) => new URLSearchParams(present(fields).map(([name, value]) => [name, String(value)])).toString();

export class Api {
  constructor(recorder) {
    this.recorder = recorder;
    /** The base URL in base64, as `path` wants it. */
    this.path = base64url(recorder.origin);
  }

  entity(name) {
    return this.recorder.entity(name);
  }

  ask(step, request) {
    return this.recorder.ask(step, request);
  }

  listQuery(entity, changes = {}) {
    return queryOf({ project_id: defaultId, entity_type: "trace", entity_id: entity, path: this.path, ...changes });
  }

  /** Resolves to the link of the first row, if there is one. */
  async list(step, entity, changes = {}, headers = []) {
    const answer = await this.ask(step, { target: `${attachment}list?${this.listQuery(entity, changes)}`, headers });
    return answer.status === 200 ? JSON.parse(answer.body).content[0]?.link : undefined;
  }

  /** Posts `content`: an object, or the body itself. */
  post(step, what, content, headers = [declaredJson], how = {}) {
    const text = typeof content === "string" ? content : Buffer.isBuffer(content) ? content : json(Object.fromEntries(present(content)));
    return this.ask(step, { method: "POST", target: `/v1/private/${what}`, headers, body: Buffer.from(text), ...how });
  }

  /** Resolves to the answer's `upload_id` and `pre_sign_urls`, if there are any. */
  async start(step, entity, name, changes = {}) {
    const fields = { file_name: name, num_of_file_parts: 1, mime_type: "text/plain", entity_type: "trace", entity_id: entity, path: this.path };
    const answer = await this.post(step, "attachment/upload-start", { ...fields, ...changes });
    return answer.status === 200 ? JSON.parse(answer.body) : { upload_id: undefined, pre_sign_urls: [] };
  }

  uploadTarget(entity, name, changes = {}) {
    const fields = { file_name: name, mime_type: "text/plain", entity_type: "trace", entity_id: entity };
    return `${attachment}upload?${queryOf({ ...fields, ...changes })}`;
  }

  put(step, entity, name, { body = "hello", headers = [["Content-Type", "application/octet-stream"]], changes = {}, ...how } = {}) {
    const bytes = body === null ? null : Buffer.from(body);
    return this.ask(step, { method: "PUT", target: this.uploadTarget(entity, name, changes), headers, body: bytes, ...how });
  }

  get(step, entity, name, changes = {}, headers = [], method = "GET") {
    const fields = { container_id: defaultId, entity_type: "trace", entity_id: entity, file_name: name, mime_type: "text/plain" };
    return this.ask(step, { method, target: `${attachment}download?${queryOf({ ...fields, ...changes })}`, headers });
  }

  remove(step, entity, names, changes = {}) {
    const fields = { file_names: names, entity_type: "trace", entity_id: entity, container_id: defaultId };
    return this.post(step, "attachment/delete", { ...fields, ...changes });
  }

  /** `tags` are pairs of a part's number and its tag. */
  complete(step, entity, name, uploadId, tags, size, changes = {}) {
    const fields = { file_name: name, entity_type: "trace", entity_id: entity, file_size: size, mime_type: "text/plain", upload_id: uploadId };
    const parts = tags.map(([number, tag]) => ({ e_tag: tag, part_number: number }));
    return this.post(step, "attachment/upload-complete", { ...fields, uploaded_file_parts: parts, ...changes });
  }

  /** Requests a link without changing it. */
  follow(step, method, link, headers = [], body = null, how = {}) {
    const [, origin, target] = /^(http:\/\/[^/]+)(.*)$/.exec(link);
    return this.ask(step, { origin, method, target, headers, body: body === null ? null : Buffer.from(body), ...how });
  }

  /** Sends a part and resolves to its tag. */
  async part(step, link, body, headers = [], how = {}) {
    return (await this.follow(step, "PUT", link, headers, body, how)).headers.etag;
  }
}
