import { AttachmentClient } from "opik-attachments";
import { doJob } from "../../../scenario.js";

export async function POST(request) {
  return Response.json(await doJob(AttachmentClient, await request.json()));
}
