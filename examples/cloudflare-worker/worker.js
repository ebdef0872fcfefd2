// A Cloudflare Worker that attaches posted files to a trace and lists its attachments:
//
//   at=https://attach-to-trace.YOU.workers.dev/0190babc-62a0-71d2-832a-0feffa4676eb
//   auth="Authorization: Bearer $UPLOAD_TOKEN"
//   curl -H "$auth" -H "Content-Type: application/pdf" --data-binary @report.pdf $at/report.pdf
//   curl -H "$auth" $at
//
// `npx wrangler dev` runs it locally, `npx wrangler deploy` publishes it. It reads the whole body before it uploads it,
// since the length has to be known. A Worker has 128 MB of memory, which limits the size of files.
import { AttachmentClient, AttachmentError } from "opik-attachments";

export default {
  async fetch(request, env) {
    if (!env.UPLOAD_TOKEN || request.headers.get("Authorization") !== `Bearer ${env.UPLOAD_TOKEN}`) {
      return Response.json({ error: "a token is needed" }, { status: 401 });
    }
    const [, entityId, fileName] = /^\/([^/]+)(?:\/([^/]+))?$/.exec(new URL(request.url).pathname) ?? [];
    const client = new AttachmentClient({
      apiUrl: env.OPIK_URL_OVERRIDE,
      apiKey: env.OPIK_API_KEY,
      workspaceName: env.OPIK_WORKSPACE,
      projectName: env.OPIK_PROJECT_NAME,
    });
    const target = { entityType: "trace", entityId };
    try {
      if (request.method === "POST" && fileName) {
        const upload = { ...target, file: await request.blob(), fileName: decodeURIComponent(fileName) };
        return Response.json(await client.uploadAttachment(upload), { status: 201 });
      }
      if (request.method === "GET" && entityId && !fileName) {
        const attachments = await client.getAttachmentList(target);
        // Without the links, which are secret until they expire.
        return Response.json(attachments.map(({ link, ...attachment }) => attachment));
      }
      return Response.json({ error: "POST /TRACE_ID/FILE_NAME or GET /TRACE_ID" }, { status: 404 });
    } catch (error) {
      if (!(error instanceof AttachmentError)) throw error;
      const { code, message, hint } = error;
      return Response.json({ code, message, hint }, { status: code === "INVALID_ARGUMENT" ? 400 : 502 });
    } finally {
      client.free();
    }
  },
};
