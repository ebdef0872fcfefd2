import { join } from "node:path";

export default {
  mode: "production",
  entry: { app: "./app.js", slim: "./slim.js" },
  output: { path: join(import.meta.dirname, "../dist/webpack") },
};
