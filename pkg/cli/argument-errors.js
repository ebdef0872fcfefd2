// Translates errors about arguments: the package names a field, and people gave an option or a FILE.
import { codedError } from "./errors.js";

const optionOf = {
  apiUrl: "url",
  workspaceName: "workspace",
  projectName: "project",
  mimeType: "type",
  fileName: "name",
};

/**
 * Returns the error with the name of the option or of the FILE, if the value came from the command line. The error has
 * the name of the `option`, if it was one. `at` is the index of the FILE, if it is known.
 */
export function inTermsOfOptions(error, { files, values }, at) {
  if (error.code !== "INVALID_ARGUMENT") return error;
  const [, index, field] = /^(?:files\[(\d+)\]\.)?(\w+): /.exec(error.message) ?? [];
  const option = field === "entityId" ? (values.trace ? "trace" : "span") : optionOf[field];
  const isOption = values[option] !== undefined;
  const given = isOption ? `--${option}` : field && files[index ?? at];
  if (given === undefined) return error;
  const message = error.message.replace(/^[^:]+/, () => given);
  const hint = error.hint?.replace("allowReservedName: true", "--allow-reserved-name");
  return Object.assign(codedError(error.code, message, hint, error), isOption && { option });
}
