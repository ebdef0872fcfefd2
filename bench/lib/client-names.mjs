// The names under which results are told.

export const ours = "opik-attachments";
/** What does no more than it must. */
export const floor = "fetch by hand";
export const python = "Opik's Python SDK";
export const typescript = "opik of npm";
export const libStorage = "lib-storage";

/** All that move files, in that storage mode: names, or pairs of a name and why it cannot. */
export const movers = (mode) => [ours, floor, mode === "store" ? libStorage : [libStorage, "no such mode"], python];
