import { AttachmentClient } from "opik-attachments";
import { doJob } from "../scenario.js";

console.log(JSON.stringify(await doJob(AttachmentClient, JSON.parse(process.argv[2]))));
