// By its URL: an import map would be an inline script, which the page's policy refuses.
import "../../complaints.js";
import { AttachmentClient } from "../../node_modules/opik-attachments/dist/index.js";
import { showJob } from "../../show-job.js";

await showJob(AttachmentClient);
