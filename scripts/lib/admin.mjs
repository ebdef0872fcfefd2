// Talks to the admin port of the local Opik server: faults to order, requests that arrived, what the server holds.

/** The admin calls of the server whose ready line gave that `adminUrl`. */
export function adminOf(adminUrl) {
  const call = async (method, path, body) => {
    const response = await fetch(`${adminUrl}${path}`, { method, body: body && JSON.stringify(body) });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return text === "" ? undefined : JSON.parse(text);
  };
  return {
    faults: {
      /** Orders one rule, or an array of them, and resolves with an array of ids. */
      add: async (rule) => (await call("POST", "/faults", rule)).ids,
      /** The rules in force, with how often each `matched` and `acted`. */
      list: async () => (await call("GET", "/faults")).faults,
      clear: () => call("DELETE", "/faults"),
    },
    /** What has arrived at both origins, oldest first; only later than the request `after`, if that is given. */
    requests: async ({ after = 0 } = {}) => (await call("GET", `/requests?after=${after}`)).requests,
    /** Rows, objects and open uploads. */
    state: () => call("GET", "/state"),
  };
}
