export default {
  build: { outDir: "../dist/vite", emptyOutDir: true, rolldownOptions: { input: ["index.html", "slim.html"] } },
  // The scenario, which all environments share, is in the parent folder.
  server: { fs: { allow: [".."] } },
};
