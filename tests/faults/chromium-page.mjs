// What cases need of a page.
import { observe, strays } from "/case.mjs";
import * as opik from "/package.mjs";

addEventListener("error", (event) => strays.push(`error: ${event.message} ${event.error?.stack}`));
addEventListener("unhandledrejection", ({ reason }) => strays.push(`unhandledrejection: ${reason?.stack ?? reason}`));

/** Files of a page are Files. */
const fileOf = async ({ name, mimeType }, bytes) => ({ file: new File([bytes], name, { type: mimeType }) });

export const run = (job) => observe(job, { ...opik, fileOf });
export { strays };
