// The requests that the client sends, recorded without sending them. So the doctor asks exactly what the client asks, and
// neither credentials nor endpoints are written down a second time.

/** Any ids will do: nothing receives them. Uploads require version 7. */
const id = "0190babc-62a0-71d2-832a-0feffa4676eb";
const fileName = "opik-attachments-doctor.txt";
/** RFC 2606 reserves .invalid: https://www.rfc-editor.org/rfc/rfc2606#section-2 */
const bucket = "https://bucket.invalid/opik/doctor";

/**
 * Returns the requests of each step, as `{ url, method, headers, body }`: `retrieve`, `list`, `download`, `uploadStart`
 * and `upload` go to the backend, `uploadPart` goes to a bucket. `clientWith` makes a client with additional options.
 * Rejects if a setting or `entityId` is wrong.
 */
export async function recordRequests(clientWith, { entityType, entityId = id }) {
  const target = { entityType: "trace", entityId: id };
  const upload = { ...target, file: new Blob(["doctor"]), fileName };
  const row = (link) => ({ link, file_name: fileName, file_size: 6, mime_type: "text/plain" });
  const list = (link) => Response.json({ page: 1, size: 1, total: 1, content: [row(link)], sortable_by: [] });
  const besideIt = (name) => (url) => new URL(name, url).href;
  const start = (uploadId, urlOf) => (url) => Response.json({ upload_id: uploadId, pre_sign_urls: [urlOf(url)] });

  const [retrieve, listing, download] = await record(
    clientWith,
    [
      () => Response.json({ id }),
      (url) => list(besideIt(`download?workspace_name=x&container_id=${id}&file_name=${fileName}`)(url)),
      () => new Response("doctor"),
    ],
    async (client) => {
      const stream = await client.downloadAttachment({ entityType, entityId, fileName });
      await stream.cancel();
    },
  );
  const [uploadStart, direct] = await record(
    clientWith,
    [start("BEMinIO", besideIt("upload")), () => new Response(null, { status: 204 })],
    (client) => client.uploadAttachment(upload),
  );
  const [, uploadPart] = await record(
    clientWith,
    [
      start("doctor", () => bucket),
      () => new Response(null, { headers: { ETag: '"doctor"' } }),
      () => new Response(null, { status: 204 }),
    ],
    (client) => client.uploadAttachment(upload),
  );
  return { retrieve, list: listing, download, uploadStart, upload: direct, uploadPart };
}

/** Runs a call of a client whose requests get these answers, one after the other. Returns the requests. */
async function record(clientWith, answers, call) {
  const requests = [];
  const fetch = async (url, { method = "GET", headers = {}, body }) => {
    requests.push({ url, method, headers, body: typeof body === "string" ? body : undefined });
    return answers[requests.length - 1](url);
  };
  await call(clientWith({ fetch, maxAttempts: 1 }));
  return requests;
}

/** Returns the settings that the requests show, with their defaults filled in. */
export function settingsOf({ retrieve }) {
  const headers = new Headers(retrieve.headers);
  const base = new URL(retrieve.url);
  return {
    apiUrl: base.origin + base.pathname.replace(/\/v1\/private\/.*$/, ""),
    apiKey: headers.get("authorization") ?? undefined,
    workspaceName: headers.get("comet-workspace"),
    projectName: JSON.parse(retrieve.body).name,
  };
}
