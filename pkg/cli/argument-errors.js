// The package names the field of a wrong argument. People gave an option or the name of a file.
import { codedError } from "./errors.js";

const optionOf = {
  apiUrl: "url",
  workspaceName: "workspace",
  projectName: "project",
  mimeType: "type",
  fileName: "name",
};

/**
 * The error in the terms of the command line, if that is where the value came from: with the `option`, or else the FILE,
 * that is meant. `at` is the FILE's index, if it is known.
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
