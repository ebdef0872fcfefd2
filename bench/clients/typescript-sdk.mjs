// The generated client in Opik's own TypeScript SDK, which has a list and no upload that works.
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { inLanes } from "./in-lanes.mjs";
import { measured } from "./measured.mjs";

// Installed once, for the tests.
const { resolve } = createRequire(new URL("../../tests/sdk/package.json", import.meta.url));
const { Opik } = await import(pathToFileURL(resolve("opik")));

await measured({
  async list({ apiUrl, projectName, target, times, lanes, rows }) {
    const { api } = new Opik({ apiUrl, projectName, apiKey: "none", workspaceName: "default" });
    const { id: projectId } = await api.projects.retrieveProject({ name: projectName });
    const path = Buffer.from(apiUrl).toString("base64url");
    await inLanes(times, lanes, async () => {
      let length = 0;
      for (let page = 1; ; page += 1) {
        const request = { ...target, projectId, path, page, size: 1000 };
        const { content, total } = await api.attachments.attachmentList(request);
        length += content.length;
        if (length >= total) break;
      }
      if (length !== rows) throw new Error(`${length} rows listed`);
    });
  },
});
