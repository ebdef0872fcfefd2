// The requests that each operation may make, and how a fault rule names them.

/** What is called, and with what. */
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

/** The conditions of a rule for a step. */
export function conditionsOf(step, mode) {
  switch (step) {
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
      throw new Error(`no step ${step}`);
  }
}

/** The steps of an operation in the usual course. */
export function stepsOf(operation, mode) {
  const { method } = operations[operation];
  if (method === "getAttachmentList") return ["retrieve", "list"];
  if (method === "deleteAttachments") return ["retrieve", "delete"];
  if (operation === "downloadAttachment listed") return ["get"];
  if (method === "downloadAttachment") return ["retrieve", "list", "get"];
  return mode === "direct" ? ["start", "put"] : ["start", "part", "complete"];
}

/** The steps that come in only when something went wrong, or with `ifExists`. */
export function moreStepsOf(operation, mode) {
  if (operation === "downloadAttachment listed") return ["retrieve", "list"];
  if (!operations[operation].method.startsWith("upload")) return [];
  return mode === "direct" ? ["retrieve", "list"] : ["retrieve", "list", "get"];
}
