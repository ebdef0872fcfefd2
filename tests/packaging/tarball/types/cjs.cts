// The default entry, required; the slim one, which is an ES module only, by the import that CommonJS has. Never run.
import opik = require("opik-attachments");

const client = new opik.AttachmentClient();
const list: Promise<opik.Attachment[]> = client.getAttachmentList({ entityType: "span", entityId: "" });
const slim = import("opik-attachments/slim").then(async ({ AttachmentClient, init }) => {
  await init();
  // @ts-expect-error wrong type
  return new AttachmentClient({ apiUrl: 5 });
});
// @ts-expect-error wrong type: it would pass if the types were not found
new opik.AttachmentClient({ apiUrl: 5 });
console.log(list, slim);
