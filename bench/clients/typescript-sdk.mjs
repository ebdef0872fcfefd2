// The generated client in Opik's TypeScript SDK. It can list; its upload does not work.
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { runConcurrently } from "./concurrent.mjs";
import { runOperation } from "./run-operation.mjs";
import { expectRows } from "./pages.mjs";

// Shares the installation of the tests.
const { resolve } = createRequire(new URL("../../tests/sdk/package.json", import.meta.url));
const { Opik } = await import(pathToFileURL(resolve("opik")));

await runOperation({
  async list({ apiUrl, projectName, target, times, concurrency, rows }) {
    const { api } = new Opik({ apiUrl, projectName, apiKey: "none", workspaceName: "default" });
    const { id: projectId } = await api.projects.retrieveProject({ name: projectName });
    const path = Buffer.from(apiUrl).toString("base64url");
    const request = { ...target, projectId, path, size: 1000 };
    const page = (number) => api.attachments.attachmentList({ ...request, page: number });
    await runConcurrently(times, concurrency, () => expectRows(page, rows));
  },
});
