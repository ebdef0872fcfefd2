// Iteration over a download in a page, which TypeScript supports since version 5.6. Compiled, never run.
import { AttachmentClient } from "opik-attachments";

const client = new AttachmentClient({ apiUrl: "/api" });
const target = { entityType: "trace", entityId: "0190babc-62a0-71d2-832a-0feffa4676eb" } as const;

const chunks = [];
for await (const chunk of await client.downloadAttachment({ ...target, fileName: "shot.png" })) chunks.push(chunk);
URL.createObjectURL(new Blob(chunks));
await crypto.subtle.digest("SHA-256", chunks[0]!);
