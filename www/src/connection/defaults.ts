// The settings without a query: the trace to which `npm start` uploads, see examples/round-trip.mjs.
import type { ConnectionSettings } from "./connection";

export const defaultSettings: ConnectionSettings = {
  apiUrl: new URL("/api", location.href).href,
  workspaceName: "default",
  projectName: "round-trip",
  entityType: "trace",
  entityId: "0190babc-62a0-71d2-832a-0feffa4676eb",
};
