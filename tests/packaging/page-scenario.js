// Runs the scenario in a page: reads its targets from the query and shows the result in an element, which the driver of
// the browser reads.
import { consoleErrors } from "./console-errors.js";
import { runScenario } from "./scenario.js";

export function targetsFromQuery() {
  return JSON.parse(new URLSearchParams(location.search).get("targets"));
}

export function showResult(result) {
  const element = document.createElement("pre");
  element.id = "result";
  element.textContent = JSON.stringify(result);
  document.body.append(element);
}

export async function runInPage(AttachmentClient) {
  showResult({ outcomes: await runScenario(AttachmentClient, targetsFromQuery()), consoleErrors });
}
