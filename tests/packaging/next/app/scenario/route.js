import { AttachmentClient } from "opik-attachments";
import { runScenario } from "../../../scenario.js";

export async function POST(request) {
  return Response.json(await runScenario(AttachmentClient, await request.json()));
}
