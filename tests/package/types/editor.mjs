// Reads the installed package's types as an editor does: by TypeScript's language service, over the type tests.
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";

const here = fileURLToPath(new URL(".", import.meta.url));
const installed = join(here, "../node_modules/opik-attachments");
const declarations = ["index.d.ts", "slim.d.ts"].map((name) => join(installed, name));
/** A module that exists only in the language service. */
const example = { path: join(here, "example.mts"), text: "" };

const { fileNames: tests, options } = ts.getParsedCommandLineOfConfigFile(join(here, "browser.tsconfig.json"), {}, {
  ...ts.sys,
  onUnRecoverableConfigFileDiagnostic: ({ messageText }) => {
    throw new Error(ts.flattenDiagnosticMessageText(messageText, "\n"));
  },
});
const service = ts.createLanguageService({
  ...ts.sys,
  useCaseSensitiveFileNames: () => ts.sys.useCaseSensitiveFileNames,
  getCompilationSettings: () => options,
  getScriptFileNames: () => [...tests, ...declarations, example.path],
  // No other file changes.
  getScriptVersion: (path) => (path === example.path ? example.text : ""),
  getScriptSnapshot: (path) => {
    const text = path === example.path ? example.text : ts.sys.readFile(path);
    return text === undefined ? undefined : ts.ScriptSnapshot.fromString(text);
  },
  getDefaultLibFileName: ts.getDefaultLibFilePath,
});

const kinds = {
  class: ts.isClassDeclaration,
  constructor: ts.isConstructorDeclaration,
  method: ts.isMethodDeclaration,
  function: ts.isFunctionDeclaration,
  constant: ts.isVariableDeclaration,
  type: (node) => ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node),
  field: (node) => ts.isPropertySignature(node) || ts.isPropertyDeclaration(node),
};
const isPrivate = (node) => Boolean(ts.getCombinedModifierFlags(node) & ts.ModifierFlags.Private);
/** Returns whether callers may omit it, unlike the optional fields of errors. */
const isOption = (node) => ts.isPropertySignature(node) && node.questionToken !== undefined;
/** Returns whether the declaration only forbids a field, like `filePath?: undefined`. */
const isAbsent = (node) => node.type?.kind === ts.SyntaxKind.UndefinedKeyword;

/** Returns every public name: its path, such as `AttachmentTarget.signal`, its kind, and its declaration. */
export function publicNames() {
  const found = [];
  const visit = (node, parent) => {
    const kind = Object.keys(kinds).find((kind) => kinds[kind](node));
    const name = kind && [...(parent ? [parent] : []), kind === "constructor" ? kind : node.name.text].join(".");
    if (kind && !isPrivate(node) && !isAbsent(node)) {
      const location = { file: node.getSourceFile().fileName, at: (node.name ?? node).getStart() };
      found.push({ name, kind, isOption: isOption(node), ...location });
    }
    // Names inside of a member are a part of that member.
    if (ts.isClassElement(node) || ts.isTypeElement(node)) return;
    ts.forEachChild(node, (child) => visit(child, name ?? parent));
  };
  for (const path of declarations) visit(service.getProgram().getSourceFile(path));
  return found;
}

/** Returns what an editor shows for a name: its doc comment, and the texts of its tags of one kind. */
export function hover({ file, at }) {
  const { documentation, tags = [] } = service.getQuickInfoAtPosition(file, at);
  return {
    text: ts.displayPartsToString(documentation),
    tagged: (kind) => tags.filter(({ name }) => name === kind).map(({ text }) => ts.displayPartsToString(text)),
  };
}

/** Returns whether the type tests refer to a name. */
export function isTested({ file, at }) {
  const symbols = service.findReferences(file, at) ?? [];
  return symbols.some(({ references }) => references.some(({ fileName }) => tests.includes(fileName)));
}

/** Returns the errors that the compiler reports for a module in the folder of the type tests. */
export function compileErrors(text) {
  example.text = text;
  const found = [...service.getSyntacticDiagnostics(example.path), ...service.getSemanticDiagnostics(example.path)];
  return found.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, "\n"));
}
