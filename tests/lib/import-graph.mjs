// The files of the repository, and cycles in the graph of what they import.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { posix } from "node:path";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("../..", import.meta.url));

const git = (...args) => execFileSync("git", args, { cwd: root, encoding: "utf8" }).split("\n").filter(Boolean);

/** Returns the files in these folders that git tracks, and new ones that it does not ignore. */
export function repositoryFiles(...folders) {
  const deleted = new Set(git("ls-files", "--deleted", ...folders));
  return git("ls-files", "--cached", "--others", "--exclude-standard", ...folders).filter((path) => !deleted.has(path));
}

/** Static imports, re-exports and `import("...")`, of values or types, by relative path. */
const imports = /(?:\bfrom|\bimport)\s*\(?\s*(["'])(\.[^"']+)\1/g;

const withoutComments = (source) => source.replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, "");

/** Returns the JS and TS files in these folders, each with those among them that it imports. */
export function importGraph(...folders) {
  const files = new Set(repositoryFiles(...folders).filter((path) => /\.[cm]?[jt]s$/.test(path)));
  const resolve = (from, specifier) => {
    const path = posix.join(posix.dirname(from), specifier);
    return [path, `${path}.ts`, `${path}.js`, `${path}/index.ts`].find((candidate) => files.has(candidate));
  };
  return new Map(
    [...files].map((file) => {
      const source = withoutComments(readFileSync(posix.join(root, file), "utf8"));
      const imported = [...source.matchAll(imports)].map(([, , specifier]) => resolve(file, specifier));
      return [file, imported.filter((path) => path !== undefined)];
    }),
  );
}

/** Returns each cycle as the files along it, once. */
export function cyclesOf(graph) {
  const cycles = [];
  const finished = new Set();
  const visit = (file, path) => {
    const start = path.indexOf(file);
    if (start >= 0) cycles.push([...path.slice(start), file].join(" -> "));
    if (start >= 0 || finished.has(file)) return;
    for (const next of graph.get(file) ?? []) visit(next, [...path, file]);
    finished.add(file);
  };
  for (const file of graph.keys()) visit(file, []);
  return cycles;
}
