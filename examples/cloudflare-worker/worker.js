// A Cloudflare Worker that attaches what is posted to it to a trace, and lists what is there:
//
//   at=https://attach-to-trace.YOU.workers.dev/0190babc-62a0-71d2-832a-0feffa4676eb
//   auth="Authorization: Bearer $UPLOAD_TOKEN"
//   curl -H "$auth" -H "Content-Type: application/pdf" --data-binary @report.pdf $at/report.pdf
//   curl -H "$auth" $at
//
// `npx wrangler dev` runs it here, `npx wrangler deploy` publishes it. The body is collected before it is sent on, for
// its length has to be known: a Worker has 128 MB of memory, so larger files are not for it.
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
        // Without the links, which are secrets while they live.
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
