import { orderOfPage, show } from "../../page-scenario.js";

navigator.serviceWorker.addEventListener("message", (event) => show(event.data));
await navigator.serviceWorker.register("service-worker.js", { type: "module" });
const { active } = await navigator.serviceWorker.ready;
active.postMessage(orderOfPage());
