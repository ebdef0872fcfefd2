// What a page or a worker says on its console that it should not, and what it throws: only Chromium's driver can hear
// it from outside. To be imported before what is listened to.
export const complaints = [];

for (const level of ["warn", "error"]) {
  const say = console[level];
  console[level] = (...said) => {
    complaints.push(said.join(" "));
    say(...said);
  };
}
globalThis.addEventListener?.("error", (event) => complaints.push(event.message));
globalThis.addEventListener?.("unhandledrejection", (event) => complaints.push(String(event.reason)));
