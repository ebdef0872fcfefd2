// The configuration of Opik's TypeScript SDK is accepted by the constructor. Compiled, never run.
import { Opik } from "opik";
import { AttachmentClient } from "opik-attachments";

const opik = new Opik({ apiUrl: "http://localhost:5173/api", projectName: "demo" });
new AttachmentClient(opik.config);
AttachmentClient.fromEnv(opik.config);
new AttachmentClient({ ...opik.config, maxAttempts: 3 });
// @ts-expect-error its configuration, not the client
new AttachmentClient(opik);
