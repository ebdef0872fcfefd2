import "../../console-errors.js";
import { AttachmentClient, init } from "../../node_modules/opik-attachments/dist/slim.js";
import { showJob } from "../../page-scenario.js";

await init();
await showJob(AttachmentClient);
