// The page's address as a link to a place. There is no parameter for an API key.
import type { Place } from "./connection";

/** The place an address names, with the defaults for what it leaves out. */
export function placeOfQuery(query: string, defaults: Place): Place {
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

/** The query for a place. What is as by default is left out, except what the attachments belong to. */
export function queryOfPlace(place: Place, defaults: Place): string {
  const parameters = new URLSearchParams();
  if (place.apiUrl !== defaults.apiUrl) parameters.set("server", place.apiUrl);
  if (place.workspaceName !== defaults.workspaceName) parameters.set("workspace", place.workspaceName);
  parameters.set("project", place.projectName);
  parameters.set(place.entityType, place.entityId);
  return `?${parameters}`;
}
