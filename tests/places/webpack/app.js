import { AttachmentClient } from "opik-attachments";
import { showJob } from "../show-job.js";

showJob(AttachmentClient);
