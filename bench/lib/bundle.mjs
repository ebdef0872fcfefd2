// Bundles a program for browsers as the usual tools do by default.
import { build } from "esbuild";
import { isBuiltin } from "node:module";

/** The minified code, and the built-ins of Node that no browser has: those are left out of it. */
export async function bundle(contents, resolveDir) {
  const options = {
    stdin: { contents, resolveDir },
    bundle: true,
    minify: true,
    format: "esm",
    platform: "browser",
    target: "es2022",
    write: false,
    logLevel: "silent",
    logLimit: 0,
  };
  const failure = await build(options).then(
    () => undefined,
    (error) => error,
  );
  const unresolved = new Set();
  for (const { text } of failure?.errors ?? []) {
    const [, name] = /^Could not resolve "([^"]+)"/.exec(text) ?? [];
    if (name === undefined || !isBuiltin(name)) throw new Error(text);
    unresolved.add(name);
  }
  const { outputFiles } = await build({ ...options, external: [...unresolved] });
  return { code: outputFiles[0].contents, unresolved: [...unresolved] };
}
