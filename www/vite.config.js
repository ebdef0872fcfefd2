// How the page is built: one script and one style sheet, both files of their own, as its CSP asks.
import { defineConfig } from "vite";

export default defineConfig({
  // Relative, so that the page may be served from any folder.
  base: "./",
  build: {
    target: "es2022",
    // No file becomes a data: URL, which the CSP would refuse.
    assetsInlineLimit: 0,
    modulePreload: false,
    emptyOutDir: true,
  },
});
