// Records the warnings and errors that a page or a worker logs, and the exceptions that it does not catch. Only
// Chromium's driver reports these from outside. Import it before the modules that it observes.
export const consoleErrors = [];

for (const level of ["warn", "error"]) {
  const log = console[level];
  console[level] = (...values) => {
    consoleErrors.push(values.join(" "));
    log(...values);
  };
}
globalThis.addEventListener?.("error", (event) => consoleErrors.push(event.message));
globalThis.addEventListener?.("unhandledrejection", (event) => consoleErrors.push(String(event.reason)));
