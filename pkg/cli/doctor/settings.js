// The four settings that fromEnv reads, and the source of each.
import { resolve } from "node:path";
import { withEnvironment } from "../../../src/js/env_settings.js";
import { baseUrlOf } from "../../../src/js/runtime.js";
import { ok } from "./findings.js";

const optionOf = { apiUrl: "--url", workspaceName: "--workspace", projectName: "--project" };

/** Returns a map from the names of settings to their sources, in words. `options` are those of the command line. */
export function settingSources(options) {
  const sources = {};
  const { apiKey } = withEnvironment(options, (name, source) => {
    if (source) sources[name] = describeSource(source);
  });
  for (const [name, option] of Object.entries(optionOf)) if (options[name] != null) sources[name] = option;
  if (apiKey && !sources.apiUrl && baseUrlOf(apiKey)) sources.apiUrl = "the API key";
  return sources;
}

function describeSource(source) {
  if (source === ".env") return resolve(source);
  return source;
}

/** Returns a finding for each setting, with the value that requests were seen to carry. The key is not shown. */
export function settingFindings({ apiUrl, apiKey, workspaceName, projectName }, sources) {
  const characters = apiKey?.length;
  const shown = {
    apiUrl,
    apiKey: apiKey === undefined ? "not set" : `set, ${characters} ${characters === 1 ? "character" : "characters"}`,
    workspaceName,
    projectName,
  };
  return Object.entries(shown).map(([name, value]) => {
    const source = sources[name] ?? (name === "apiKey" ? undefined : "default");
    return ok(name, value, undefined, { source });
  });
}
