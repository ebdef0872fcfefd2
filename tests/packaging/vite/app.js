import { AttachmentClient } from "opik-attachments";
import { showJob } from "../page-scenario.js";

showJob(AttachmentClient);
