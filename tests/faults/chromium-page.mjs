// The module of a page that runs cases.
import { observe, uncaught } from "/case.mjs";
import * as opik from "/package.mjs";

addEventListener("error", (event) => uncaught.push(`error: ${event.message} ${event.error?.stack}`));
addEventListener("unhandledrejection", ({ reason }) => uncaught.push(`unhandledrejection: ${reason?.stack ?? reason}`));

/** In a page, files are `File` objects. */
const fileOf = async ({ name, mimeType }, bytes) => ({ file: new File([bytes], name, { type: mimeType }) });

export const run = (testCase) => observe(testCase, { ...opik, fileOf });
export { uncaught };
