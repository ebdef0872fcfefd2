// The requests to the backend that a user without this package writes by hand, without retries and checks. Runs in Node and
// in pages.

export function backend({ apiUrl, projectName, target }) {
  const path = btoa(apiUrl).replaceAll("+", "-").replaceAll("/", "_");
  const post = async (endpoint, body) => {
    const headers = { "Content-Type": "application/json" };
    const init = { method: "POST", headers, body: JSON.stringify(body) };
    const response = await fetch(`${apiUrl}/v1/private/${endpoint}`, init);
    if (!response.ok) throw new Error(`${endpoint}: status ${response.status}`);
    const text = await response.text();
    return text === "" ? undefined : JSON.parse(text);
  };
  const fieldsOf = (fileName) => ({
    file_name: fileName,
    mime_type: "application/octet-stream",
    project_name: projectName,
    entity_type: target.entityType,
    entity_id: target.entityId,
  });
  return {
    start: (fileName, parts) => post("attachment/upload-start", { ...fieldsOf(fileName), num_of_file_parts: parts, path }),
    complete: (fileName, more) => post("attachment/upload-complete", { ...fieldsOf(fileName), ...more }),
    project: () => post("projects/retrieve", { name: projectName }),
    async page(projectId, number, size) {
      const entity = { project_id: projectId, entity_type: target.entityType, entity_id: target.entityId };
      const query = { ...entity, path, page: number, size };
      const response = await fetch(`${apiUrl}/v1/private/attachment/list?${new URLSearchParams(query)}`);
      return JSON.parse(await response.text());
    },
  };
}
