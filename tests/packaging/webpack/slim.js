import { AttachmentClient, init } from "opik-attachments/slim";
import { showJob } from "../page-scenario.js";

init().then(() => showJob(AttachmentClient));
