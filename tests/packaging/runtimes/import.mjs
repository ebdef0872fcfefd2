import { AttachmentClient } from "opik-attachments";
import { runScenario } from "../scenario.js";

console.log(JSON.stringify(await runScenario(AttachmentClient, JSON.parse(process.argv[2]))));
