import "../../complaints.js";
import { AttachmentClient } from "opik-attachments";
import { showJob } from "../../show-job.js";

await showJob(AttachmentClient);
