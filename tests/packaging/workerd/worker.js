import { AttachmentClient } from "opik-attachments";
import { runScenario } from "../scenario.js";

export default {
  async fetch(request) {
    if (request.method === "GET") return new Response("ready");
    return Response.json(await runScenario(AttachmentClient, await request.json()));
  },
};
