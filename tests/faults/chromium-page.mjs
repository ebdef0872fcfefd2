// The module of a page that runs cases.
import { observe, uncaught } from "/case.mjs";
import * as opik from "/package.mjs";

addEventListener("error", (event) => uncaught.push(`error: ${event.message} ${event.error?.stack}`));
addEventListener("unhandledrejection", ({ reason }) => uncaught.push(`unhandledrejection: ${reason?.stack ?? reason}`));

/** In a page, files are `File` objects. */
const fileOf = async ({ name, mimeType }, bytes) => ({ file: new File([bytes], name, { type: mimeType }) });

/** Aborts what the service worker still fetches, if there is one. */
async function abortServiceWorkerFetches() {
  const { controller } = navigator.serviceWorker;
  if (!controller) return;
  const { port1, port2 } = new MessageChannel();
  const aborted = new Promise((resolve) => (port1.onmessage = resolve));
  controller.postMessage("abort", [port2]);
  await aborted;
}

export async function run(testCase) {
  const outcome = await observe(testCase, { ...opik, fileOf });
  await abortServiceWorkerFetches();
  return outcome;
}
export { uncaught };
