import { join } from "node:path";

// The folder with the one lock file that counts: there are others above it.
const root = join(import.meta.dirname, "..");

export default { turbopack: { root }, outputFileTracingRoot: root };
