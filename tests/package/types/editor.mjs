// What an editor knows of the installed package's types: TypeScript's language service over the type tests.
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";

const here = fileURLToPath(new URL(".", import.meta.url));
const installed = join(here, "../node_modules/opik-attachments");
const declarations = ["index.d.ts", "slim.d.ts"].map((name) => join(installed, name));
/** A module that exists for the service only. */
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
  // Nothing else changes.
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
/** What callers may leave out, unlike the fields of errors that may be missing. */
const isOption = (node) => ts.isPropertySignature(node) && node.questionToken !== undefined;
/** `filePath?: undefined` and its like only say that there is none. */
const isAbsent = (node) => node.type?.kind === ts.SyntaxKind.UndefinedKeyword;

/** Every public name: its path, such as `AttachmentTarget.signal`, its kind, and where it is declared. */
export function publicNames() {
  const found = [];
  const visit = (node, parent) => {
    const kind = Object.keys(kinds).find((kind) => kinds[kind](node));
    const name = kind && [...(parent ? [parent] : []), kind === "constructor" ? kind : node.name.text].join(".");
    if (kind && !isPrivate(node) && !isAbsent(node)) {
      const place = { file: node.getSourceFile().fileName, at: (node.name ?? node).getStart() };
      found.push({ name, kind, isOption: isOption(node), ...place });
    }
    // What a member is made of belongs to the member.
    if (ts.isClassElement(node) || ts.isTypeElement(node)) return;
    ts.forEachChild(node, (child) => visit(child, name ?? parent));
  };
  for (const path of declarations) visit(service.getProgram().getSourceFile(path));
  return found;
}

/** What is shown when the pointer rests on a name: its words, and those of its tags of one kind. */
export function hover({ file, at }) {
  const { documentation, tags = [] } = service.getQuickInfoAtPosition(file, at);
  return {
    words: ts.displayPartsToString(documentation),
    tagged: (kind) => tags.filter(({ name }) => name === kind).map(({ text }) => ts.displayPartsToString(text)),
  };
}

/** Whether the type tests mention a name. */
export function isTested({ file, at }) {
  const symbols = service.findReferences(file, at) ?? [];
  return symbols.some(({ references }) => references.some(({ fileName }) => tests.includes(fileName)));
}

/** What a compiler has to say of a module beside the type tests. */
export function complaints(text) {
  example.text = text;
  const found = [...service.getSyntacticDiagnostics(example.path), ...service.getSemanticDiagnostics(example.path)];
  return found.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, "\n"));
}
