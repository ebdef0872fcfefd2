import { AttachmentClient, init } from "opik-attachments/slim";
import { runInPage } from "../page-scenario.js";

init().then(() => runInPage(AttachmentClient));
