import "../../console-errors.js";
import { AttachmentClient } from "opik-attachments";
import { showJob } from "../../page-scenario.js";

await showJob(AttachmentClient);
