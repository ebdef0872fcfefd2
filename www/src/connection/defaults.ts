// Where the page begins when its address names nothing: what `npm start` uploads through examples/round-trip.mjs.
import type { Place } from "./connection";

export const defaultPlace: Place = {
  apiUrl: new URL("/api", location.href).href,
  workspaceName: "default",
  projectName: "round-trip",
  entityType: "trace",
  entityId: "0190babc-62a0-71d2-832a-0feffa4676eb",
};
