// How a page takes its order and shows what came of it: in the query, and in an element that the driver of the browser
// reads.
import { complaints } from "./console-errors.js";
import { doJob } from "./scenario.js";

export function orderOfPage() {
  return JSON.parse(new URLSearchParams(location.search).get("order"));
}

export function show(shown) {
  const element = document.createElement("pre");
  element.id = "shown";
  element.textContent = JSON.stringify(shown);
  document.body.append(element);
}

export async function showJob(AttachmentClient) {
  show({ outcomes: await doJob(AttachmentClient, orderOfPage()), complaints });
}
