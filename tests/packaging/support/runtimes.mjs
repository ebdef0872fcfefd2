// Runs the scenario without a browser: in a program that takes the targets as an argument, or on a server that takes
// them by POST.
import { finish } from "./processes.mjs";

/** Runs a program in `folder` and resolves to the outcomes that it prints. It must print nothing else. */
export async function runProgram(command, args, { folder, env }, targets) {
  const { out, err } = await finish(command, [...args, JSON.stringify(targets)], { folder, env });
  if (err !== "") throw new Error(`on stderr: ${err}`);
  return JSON.parse(out);
}

/** Posts the targets to `url` and resolves to the outcomes that it answers. */
export async function postScenario(url, targets) {
  const response = await fetch(url, { method: "POST", body: JSON.stringify(targets) });
  if (!response.ok) throw new Error(`${url}: ${response.status} ${await response.text()}`);
  return response.json();
}
