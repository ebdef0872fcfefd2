// Waits that can be taken back: a timer or a listener that is left behind would keep a Node program from ending, or a
// page from being collected.

import { isOnline } from "./runtime.js";

/** For that many milliseconds. */
export function sleep(ms) {
  let id;
  const done = new Promise((resolve) => (id = setTimeout(resolve, ms)));
  return { done, clear: () => clearTimeout(id) };
}

/** Until the browser is online; no time at all if it is, or if there is none. */
export function waitOnline() {
  if (isOnline() !== false) return { done: Promise.resolve(), clear() {} };
  let connected;
  const done = new Promise((resolve) => (connected = resolve));
  globalThis.addEventListener("online", connected);
  return { done, clear: () => globalThis.removeEventListener("online", connected) };
}

export function now() {
  return performance.now();
}

/** Milliseconds from now to a date; NaN for what is none. */
export function msUntil(date) {
  return Date.parse(date) - Date.now();
}
