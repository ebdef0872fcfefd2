import "../../console-errors.js";
import { AttachmentClient } from "opik-attachments";
import { runInPage } from "../../page-scenario.js";

await runInPage(AttachmentClient);
