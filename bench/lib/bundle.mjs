// Bundles a program for browsers with the usual defaults.
import { build } from "esbuild";
import { isBuiltin } from "node:module";

/** Returns the minified code, and the built-ins of Node that it imports, which are not in the bundle. */
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
