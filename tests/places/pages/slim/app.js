import "../../complaints.js";
import { AttachmentClient, init } from "../../node_modules/opik-attachments/dist/slim.js";
import { showJob } from "../../show-job.js";

await init();
await showJob(AttachmentClient);
