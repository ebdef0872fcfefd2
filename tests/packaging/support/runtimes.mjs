// Jobs that need no browser: of a program that takes its order as an argument, or of a server that takes it by POST.
import { finish } from "./processes.mjs";

/** Runs a program of the folder `place` and resolves to the outcomes that it prints. It must print nothing else. */
export async function programJob(command, args, { place, env }, order) {
  const { out, err } = await finish(command, [...args, JSON.stringify(order)], { place, env });
  if (err !== "") throw new Error(`on stderr: ${err}`);
  return JSON.parse(out);
}

export async function postJob(url, order) {
  const response = await fetch(url, { method: "POST", body: JSON.stringify(order) });
  if (!response.ok) throw new Error(`${url}: ${response.status} ${await response.text()}`);
  return response.json();
}
