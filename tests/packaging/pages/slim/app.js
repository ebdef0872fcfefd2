import "../../console-errors.js";
import { AttachmentClient, init } from "../../node_modules/opik-attachments/dist/slim.js";
import { runInPage } from "../../page-scenario.js";

await init();
await runInPage(AttachmentClient);
