import { AttachmentClient, init } from "opik-attachments/slim";
import { showJob } from "../show-job.js";

init().then(() => showJob(AttachmentClient));
