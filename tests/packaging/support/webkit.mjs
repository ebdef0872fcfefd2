// Finds WebKitGTK's browser, and starts the display that it needs.
import { spawn } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";

/** Returns the path of the browser that comes with the driver, below a folder named after the architecture. */
export function miniBrowser() {
  const libraries = readdirSync("/usr/lib").map((name) => join("/usr/lib", name, "webkit2gtk-4.1/MiniBrowser"));
  const found = libraries.find((path) => existsSync(path));
  if (!found) throw new Error("MiniBrowser of webkit2gtk-driver is not below /usr/lib");
  return found;
}

/** Starts an X server in memory, and resolves to the `name` of its display and to `stop`. */
export async function startDisplay() {
  // Xvfb chooses a free display number and writes it to that descriptor.
  const args = ["-displayfd", "3", "-screen", "0", "1280x800x24", "-nolisten", "tcp"];
  const child = spawn("Xvfb", args, { stdio: ["ignore", "ignore", "ignore", "pipe"], detached: true });
  const killOnExit = () => child.kill("SIGKILL");
  process.once("exit", killOnExit);
  const ended = new Promise((resolve) => child.once("close", resolve));
  const number = await new Promise((resolve, reject) => {
    let text = "";
    child.once("error", (error) => reject(new Error(`Xvfb: ${error.message}`)));
    ended.then(() => reject(new Error("Xvfb exited early")));
    child.stdio[3].setEncoding("utf8").on("data", (part) => {
      text += part;
      if (text.endsWith("\n")) resolve(text.trim());
    });
  });
  const stop = async () => {
    process.removeListener("exit", killOnExit);
    child.kill("SIGTERM");
    await ended;
  };
  return { name: `:${number}`, stop };
}
