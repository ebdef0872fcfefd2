import { orderOfPage, show } from "../../page-scenario.js";

const worker = new Worker("worker.js", { type: "module" });
worker.addEventListener("message", (event) => show(event.data));
worker.postMessage(orderOfPage());
