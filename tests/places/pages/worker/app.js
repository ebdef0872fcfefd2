import { orderOfPage, show } from "../../show-job.js";

const worker = new Worker("worker.js", { type: "module" });
worker.addEventListener("message", (event) => show(event.data));
worker.postMessage(orderOfPage());
