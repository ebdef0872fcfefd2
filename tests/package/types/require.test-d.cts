// The same types by require. Compiled, never run.
import opik = require("opik-attachments");

const client: opik.AttachmentClient = new opik.AttachmentClient({ apiUrl: "http://localhost:5173/api" });
const list: Promise<opik.Attachment[]> = client.getAttachmentList({ entityType: "span", entityId: "" });
const version: string = opik.VERSION;
console.log(list, version, (error: unknown) => error instanceof opik.AttachmentError && error.code === "TIMEOUT");
// @ts-expect-error wrong type
new opik.AttachmentClient({ apiKey: 5 });
