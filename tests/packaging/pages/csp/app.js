// By its URL: an import map would be an inline script, which the page's policy refuses.
import "../../console-errors.js";
import { AttachmentClient } from "../../node_modules/opik-attachments/dist/index.js";
import { showJob } from "../../page-scenario.js";

await showJob(AttachmentClient);
