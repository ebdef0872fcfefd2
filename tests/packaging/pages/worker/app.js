import { targetsFromQuery, showResult } from "../../page-scenario.js";

const worker = new Worker("worker.js", { type: "module" });
worker.addEventListener("message", (event) => showResult(event.data));
worker.postMessage(targetsFromQuery());
