export default {
  build: { outDir: "../dist/vite", emptyOutDir: true, rolldownOptions: { input: ["index.html", "slim.html"] } },
  // The job, which all places share, is beside this folder.
  server: { fs: { allow: [".."] } },
};
