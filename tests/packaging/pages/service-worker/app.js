import { targetsFromQuery, showResult } from "../../page-scenario.js";

navigator.serviceWorker.addEventListener("message", (event) => showResult(event.data));
await navigator.serviceWorker.register("service-worker.js", { type: "module" });
const { active } = await navigator.serviceWorker.ready;
active.postMessage(targetsFromQuery());
