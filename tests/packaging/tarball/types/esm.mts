// Both entries, imported. Never run.
import { AttachmentClient, AttachmentError, type Attachment } from "opik-attachments";
import { AttachmentClient as SlimClient, init } from "opik-attachments/slim";

await init(new URL("https://example.org/opik_attachments.wasm"));
const target = { entityType: "span", entityId: "" } as const;
for (const Client of [AttachmentClient, SlimClient]) {
  const list: Promise<Attachment[]> = new Client({ apiUrl: "/api" }).getAttachmentList(target);
  list.catch((error: unknown) => error instanceof AttachmentError && error.code);
}
// @ts-expect-error wrong type: it would pass if the types were not found
new AttachmentClient({ apiUrl: 5 });
// @ts-expect-error wrong type
new SlimClient({ apiUrl: 5 });
