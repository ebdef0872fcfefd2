import { AttachmentClient } from "opik-attachments";
import { doJob } from "../scenario.js";

export default {
  async fetch(request) {
    if (request.method === "GET") return new Response("ready");
    return Response.json(await doJob(AttachmentClient, await request.json()));
  },
};
