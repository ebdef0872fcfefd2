import { AttachmentClient } from "opik-attachments";
import { runInPage } from "../page-scenario.js";

runInPage(AttachmentClient);
