import { complaints } from "../../console-errors.js";
import { doJob } from "../../scenario.js";
// By its URL: import maps do not reach workers.
import { AttachmentClient } from "../../node_modules/opik-attachments/dist/index.js";

self.addEventListener("message", (event) => {
  const answer = async () => {
    event.source.postMessage({ outcomes: await doJob(AttachmentClient, event.data), complaints });
  };
  event.waitUntil(answer());
});
