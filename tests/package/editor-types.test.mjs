// The types as an editor shows them: every public name is documented and tested, and the examples compile.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { compileErrors, hover, isTested, publicNames } from "./types/editor.mjs";

const read = (path) => readFileSync(new URL(path, import.meta.url), "utf8");
const readme = read("../../README.md");
const types = read("node_modules/opik-attachments/index.d.ts");
const all = publicNames();
const namesWithout = (test, names = all) => names.filter((name) => !test(name)).map(({ name }) => name);
const ofKind = (...kinds) => all.filter(({ kind }) => kinds.includes(kind));
/** Returns the first two cells of the rows of a table in the README, without backticks. */
const table = (head) => {
  const rows = readme.slice(readme.indexOf(`\n| ${head} |`)).split("\n\n")[0].trim().split("\n").slice(2);
  return rows.map((row) => row.split("|").slice(1, 3).map((cell) => cell.replaceAll("`", "").trim()));
};

/** The variables that an example may use without declaring them. */
const given = `
  declare const client: AttachmentClient, target: AttachmentTarget, attachment: Attachment, file: File, error: unknown;
`;

test("the declarations are found", () => {
  assert.ok(all.length > 70, `${all.length} names`);
  for (const kind of ["class", "constructor", "method", "function", "constant", "type", "field"]) {
    assert.ok(ofKind(kind).length > 0, kind);
  }
});

test("every public name has a doc comment", () => {
  assert.deepEqual(namesWithout((name) => hover(name).text !== ""), []);
  // A constructor without a doc comment shows that of its class.
  const textOf = (name) => hover(all.find((other) => other.name === name)).text;
  for (const { name } of ofKind("constructor")) assert.notEqual(textOf(name), textOf(name.split(".")[0]), name);
});

test("every public name is in the type tests", () => {
  assert.deepEqual(namesWithout(isTested), []);
});

test("classes, constructors, methods and functions have an example", () => {
  const callable = ofKind("class", "constructor", "method", "function");
  assert.deepEqual(namesWithout((name) => hover(name).tagged("example").length > 0, callable), []);
});

test("the examples compile", () => {
  const exported = all.filter(({ name }) => !name.includes(".") && name !== "init").map(({ name }) => name);
  const header = `import { ${exported.join(", ")} } from "opik-attachments";`;
  const examples = all.flatMap((name) => hover(name).tagged("example").map((code) => [name.name, code]));
  assert.ok(examples.length > 10);
  for (const [name, code] of examples) {
    const module = code.includes("import ") ? code : `${header}${given}{ ${code} }`;
    assert.deepEqual(compileErrors(module), [], `the example of ${name}:\n${code}`);
  }
});

test("every optional field documents its default", () => {
  const options = all.filter(({ isOption }) => isOption);
  assert.ok(options.length > 10);
  assert.deepEqual(namesWithout((name) => hover(name).tagged("default").length === 1, options), []);
});

test("the README's table of options names the same ones, with the same defaults", () => {
  const rows = table("option");
  const options = all.filter(({ name }) => name.startsWith("ClientOptions."));
  assert.deepEqual(rows.map(([name]) => `ClientOptions.${name}`).sort(), options.map(({ name }) => name).sort());
  for (const [name, value] of rows) {
    const [said] = hover(options.find((option) => option.name === `ClientOptions.${name}`)).tagged("default");
    assert.ok(said.includes(value), `${name}: the README says ${value}, its doc comment ${said}`);
  }
});

test("the README's table of errors names the same codes, and doc comments name no others", () => {
  const [, union] = /^export type AttachmentErrorCode =(.*?);/ms.exec(types);
  const codes = [...union.matchAll(/"(\w+)"/g)].map(([, code]) => code).sort();
  assert.deepEqual(table("code").map(([code]) => code).sort(), codes);
  const mentioned = [...types.matchAll(/`([A-Z][A-Z_]+)`/g)].map(([, word]) => word);
  assert.deepEqual([...new Set(mentioned.filter((word) => !word.startsWith("OPIK_")))].sort(), codes);
});

test("the declarations can be read at one sitting", () => {
  assert.ok(types.trimEnd().split("\n").length < 325);
});
