import { consoleErrors } from "../../console-errors.js";
import { runScenario } from "../../scenario.js";
// Imported by its URL: import maps do not apply to workers.
import { AttachmentClient } from "../../node_modules/opik-attachments/dist/index.js";

self.addEventListener("message", (event) => {
  const respond = async () => {
    event.source.postMessage({ outcomes: await runScenario(AttachmentClient, event.data), consoleErrors });
  };
  event.waitUntil(respond());
});
