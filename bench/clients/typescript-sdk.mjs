// The generated client in Opik's own TypeScript SDK, which has a list and no upload that works.
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { inLanes } from "./concurrent.mjs";
import { measured } from "./run-operation.mjs";
import { expectRows } from "./pages.mjs";

// Installed once, for the tests.
const { resolve } = createRequire(new URL("../../tests/sdk/package.json", import.meta.url));
const { Opik } = await import(pathToFileURL(resolve("opik")));

await measured({
  async list({ apiUrl, projectName, target, times, lanes, rows }) {
    const { api } = new Opik({ apiUrl, projectName, apiKey: "none", workspaceName: "default" });
    const { id: projectId } = await api.projects.retrieveProject({ name: projectName });
    const path = Buffer.from(apiUrl).toString("base64url");
    const request = { ...target, projectId, path, size: 1000 };
    const page = (number) => api.attachments.attachmentList({ ...request, page: number });
    await inLanes(times, lanes, () => expectRows(page, rows));
  },
});
