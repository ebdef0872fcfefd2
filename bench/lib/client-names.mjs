// The names of the compared clients in results.

export const ours = "opik-attachments";
/** The minimum: it does nothing that is not necessary. */
export const baseline = "hand-written fetch";
export const python = "Opik's Python SDK";
export const typescript = "opik (npm)";
export const libStorage = "lib-storage";

/** Returns the clients that transfer files: names, or pairs of a name and why that client does not support the mode. */
export const transferClients = (mode) => [ours, baseline, mode === "store" ? libStorage : [libStorage, "no such mode"], python];
