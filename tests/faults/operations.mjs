// The operations of the package, the endpoints that each may request, and how a fault rule matches an endpoint.

/** The method that each operation calls, and the only engine that has it. */
export const operations = {
  getAttachmentList: { method: "getAttachmentList" },
  "downloadAttachment whole": { method: "downloadAttachment" },
  "downloadAttachment range": { method: "downloadAttachment" },
  "downloadAttachment listed": { method: "downloadAttachment" },
  "uploadAttachment bytes": { method: "uploadAttachment" },
  "uploadAttachment filePath": { method: "uploadAttachment", engine: "node" },
  "uploadAttachment File": { method: "uploadAttachment", engine: "chromium" },
  uploadAttachments: { method: "uploadAttachments" },
  deleteAttachments: { method: "deleteAttachments" },
};

const backend = (method, end) => ({ origin: "backend", method, path: `*/private/${end}` });

/** Returns the conditions of a rule that matches the requests of an endpoint. */
export function matcherOf(endpoint, mode) {
  switch (endpoint) {
    case "retrieve":
      return backend("POST", "projects/retrieve");
    case "list":
      return backend("GET", "attachment/list");
    case "start":
      return backend("POST", "attachment/upload-start");
    case "put":
      return backend("PUT", "attachment/upload");
    case "complete":
      return backend("POST", "attachment/upload-complete");
    case "delete":
      return backend("POST", "attachment/delete");
    case "part":
      return { origin: "store", method: "PUT" };
    case "get":
      return mode === "direct" ? backend("GET", "attachment/download") : { origin: "store", method: "GET" };
    default:
      throw new Error(`unknown endpoint ${endpoint}`);
  }
}

/** Returns the endpoints that an operation requests when nothing goes wrong. */
export function endpointsOf(operation, mode) {
  const { method } = operations[operation];
  if (method === "getAttachmentList") return ["retrieve", "list"];
  if (method === "deleteAttachments") return ["retrieve", "delete"];
  if (operation === "downloadAttachment listed") return ["get"];
  if (method === "downloadAttachment") return ["retrieve", "list", "get"];
  return mode === "direct" ? ["start", "put"] : ["start", "part", "complete"];
}

/** Returns the endpoints that an operation requests only after a failure, or with `ifExists`. */
export function extraEndpointsOf(operation, mode) {
  if (operation === "downloadAttachment listed") return ["retrieve", "list"];
  if (!operations[operation].method.startsWith("upload")) return [];
  return mode === "direct" ? ["retrieve", "list"] : ["retrieve", "list", "get"];
}
