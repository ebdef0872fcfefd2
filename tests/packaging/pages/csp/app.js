// Imported by its URL: an import map would be an inline script, which the page's policy forbids.
import "../../console-errors.js";
import { AttachmentClient } from "../../node_modules/opik-attachments/dist/index.js";
import { runInPage } from "../../page-scenario.js";

await runInPage(AttachmentClient);
