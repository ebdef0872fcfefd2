// A client of the attachment API on plain fetch, which prepares cases and verifies them. It shares no code with the
// package.
import { createHash } from "node:crypto";

export const sha256 = (bytes) => createHash("sha256").update(bytes).digest("hex");

export function referenceClient({ apiUrl, apiKey, projectName, mode }) {
  const headers = { Authorization: apiKey, "Comet-Workspace": "default" };
  const path = Buffer.from(apiUrl).toString("base64url");

  async function call(method, endpoint, { query, body, bytes } = {}) {
    const url = `${apiUrl}/v1/private/${endpoint}${query ? `?${new URLSearchParams(query)}` : ""}`;
    const init = {
      method,
      headers: { ...headers, ...(body && { "Content-Type": "application/json" }) },
      body: bytes ?? (body && JSON.stringify(body)),
    };
    const response = await fetch(url, init);
    const text = await response.text();
    if (!response.ok) throw new Error(`reference client: ${method} ${endpoint}: ${response.status} ${text}`);
    return text === "" ? undefined : JSON.parse(text);
  }

  let id;
  async function projectId() {
    id ??= (await call("POST", "projects/retrieve", { body: { name: projectName } })).id;
    return id;
  }

  return {
    /** Uploads an attachment in one part, so it has to be small. */
    async put({ entityType, entityId }, { name, mimeType }, bytes) {
      const fields = {
        file_name: name,
        mime_type: mimeType,
        entity_type: entityType,
        entity_id: entityId,
        project_name: projectName,
      };
      if (mode === "direct") return call("PUT", "attachment/upload", { query: fields, bytes });
      const { upload_id, pre_sign_urls } = await call("POST", "attachment/upload-start", {
        body: { ...fields, num_of_file_parts: 1, path },
      });
      const part = await fetch(pre_sign_urls[0], { method: "PUT", body: bytes });
      if (!part.ok) throw new Error(`reference client: part: ${part.status}`);
      const parts = [{ e_tag: part.headers.get("etag"), part_number: 1 }];
      return call("POST", "attachment/upload-complete", {
        body: { ...fields, file_size: bytes.length, upload_id, uploaded_file_parts: parts },
      });
    },

    /** Lists the rows of an entity. */
    async rows({ entityType, entityId }) {
      const query = {
        project_id: await projectId(),
        entity_type: entityType,
        entity_id: entityId,
        path,
        page: 1,
        size: 1000,
      };
      const { content } = await call("GET", "attachment/list", { query });
      return content;
    },

    /** Downloads the bytes of a row by its link. */
    async bytes({ link }) {
      const response = await fetch(link, mode === "direct" ? { headers } : {});
      if (!response.ok) throw new Error(`reference client: download: ${response.status} ${await response.text()}`);
      return new Uint8Array(await response.arrayBuffer());
    },

    /** Deletes the attachments of an entity with these names. */
    async remove({ entityType, entityId }, names) {
      const body = { container_id: await projectId(), entity_type: entityType, entity_id: entityId, file_names: names };
      if (names.length > 0) await call("POST", "attachment/delete", { body });
    },
  };
}
