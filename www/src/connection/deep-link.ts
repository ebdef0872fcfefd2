// Links to the page. The query holds the connection settings, but never an API key.
import type { ConnectionSettings } from "./connection";

/** Returns the settings in a query, with `defaults` for those that it lacks. */
export function settingsFromQuery(query: string, defaults: ConnectionSettings): ConnectionSettings {
  const parameters = new URLSearchParams(query);
  const given = (name: string, fallback: string) => parameters.get(name)?.trim() || fallback;
  const span = parameters.get("span")?.trim();
  const trace = parameters.get("trace")?.trim();
  return {
    apiUrl: given("server", defaults.apiUrl),
    workspaceName: given("workspace", defaults.workspaceName),
    projectName: given("project", defaults.projectName),
    entityType: span ? "span" : trace ? "trace" : defaults.entityType,
    entityId: span || trace || defaults.entityId,
  };
}

/** Returns the query for the settings. Leaves out a server and a workspace that are the defaults. */
export function queryFromSettings(settings: ConnectionSettings, defaults: ConnectionSettings): string {
  const parameters = new URLSearchParams();
  if (settings.apiUrl !== defaults.apiUrl) parameters.set("server", settings.apiUrl);
  if (settings.workspaceName !== defaults.workspaceName) parameters.set("workspace", settings.workspaceName);
  parameters.set("project", settings.projectName);
  parameters.set(settings.entityType, settings.entityId);
  return `?${parameters}`;
}
