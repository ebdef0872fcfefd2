// The package names the field of a wrong argument. People gave an option or the name of a file.
import { failure } from "./failures.js";

const optionOf = {
  apiUrl: "url",
  workspaceName: "workspace",
  projectName: "project",
  mimeType: "type",
  fileName: "name",
};

/** The error in the terms of the command line, if that is where the value came from. */
export function inTermsOfOptions(error, { files, values }) {
  if (error.code !== "INVALID_ARGUMENT") return error;
  const [, index, field] = /^(?:files\[(\d+)\]\.)?(\w+): /.exec(error.message) ?? [];
  const option = field === "entityId" ? (values.trace ? "trace" : "span") : optionOf[field];
  const given = values[option] === undefined ? files[index] : `--${option}`;
  return given === undefined
    ? error
    : failure(
        error.code,
        error.message.replace(/^[^:]+/, () => given),
        error.hint?.replace("allowReservedName: true", "--allow-reserved-name"),
        error,
      );
}
