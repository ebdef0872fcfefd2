// Breaks the lines of minified scripts, since Node prints the source line of an error that nobody catches. esbuild's own
// limit breaks anywhere, which costs the download seven times as much as a break before each statement.
import { transformSync } from "esbuild";
import { readFileSync, writeFileSync } from "node:fs";
import { parseAst } from "rollup/parseAst";

const maxLine = 200;

/** Rewrites a script so that no line is longer than 200 characters, and checks that it is still the same script. */
export function shortenLines(path) {
  const code = readFileSync(path, "utf8");
  const short = broken(code, breaksOf(parseAst(code, { allowReturnOutsideFunction: true })));
  const minified = (text) => transformSync(text, { minify: true, charset: "utf8" }).code;
  if (minified(short) !== minified(code)) throw new Error(`${path}: the line breaks have changed it`);
  const long = short.split("\n").find((line) => line.length > maxLine);
  if (long) throw new Error(`${path}: no place to break ${long}`);
  writeFileSync(path, short);
}

/** Where lines may be broken, and where they always are: maps of what is inserted by its position. */
function breaksOf(program) {
  const [always, possible] = [new Map(), new Map()];
  const visit = (node) => {
    // Before nodes that follow a bracket, a comma or an operator: nowhere could a semicolon be inserted.
    const lists = [node.arguments, node.elements, node.properties, node.declarations, node.specifiers];
    const operands = [node.type === "LogicalExpression" && node.right, node.consequent, node.alternate];
    const follows = [lists, operands].flat(2).filter((child) => child && !/Statement$/.test(child.type));
    for (const { start } of follows) possible.set(start, "\n");
    if (Array.isArray(node.body)) for (const { start } of node.body) always.set(start, "\n");
    if (node.type === "Literal" && typeof node.value === "string") {
      for (const { index } of node.raw.matchAll(/(?<= )/g)) possible.set(node.start + index, "\\\n");
    }
    for (const child of Object.values(node).flat()) if (typeof child?.type === "string") visit(child);
  };
  visit(program);
  always.delete(program.start);
  always.delete(0);
  return { always, possible };
}

function broken(code, { always, possible }) {
  let text = "";
  let lineStart = 0;
  let from = 0;
  const positions = [...always.keys(), ...possible.keys(), code.length].sort((a, b) => a - b);
  const breakAt = (position, inserted) => {
    text += code.slice(from, position) + inserted;
    from = lineStart = position;
  };
  for (const [index, position] of positions.entries()) {
    const lineFeed = code.lastIndexOf("\n", position - 1) + 1;
    if (lineFeed > lineStart) lineStart = lineFeed;
    if (always.has(position)) {
      breakAt(position, "\n");
      continue;
    }
    const next = positions[index + 1] ?? code.length;
    // One character is left for the backslash of a broken string.
    if (possible.has(position) && next - lineStart >= maxLine) breakAt(position, possible.get(position));
  }
  return text + code.slice(from);
}
