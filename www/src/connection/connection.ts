// A connection: the settings that name a trace or span on an Opik server, and a client for them.
import { AttachmentClient, type AttachmentTarget } from "opik-attachments";

export interface ConnectionSettings {
  apiUrl: string;
  workspaceName: string;
  projectName: string;
  entityType: "trace" | "span";
  entityId: string;
}

/** Settings and a client for them. Transfers keep the connection that they started with. */
export interface Connection {
  readonly settings: ConnectionSettings;
  readonly client: AttachmentClient;
  readonly target: Required<Omit<AttachmentTarget, "signal">>;
}

/** Sends nothing yet. Throws an `AttachmentError` if the address or a name cannot be one. */
export function connect(settings: ConnectionSettings, apiKey: string): Connection {
  const { apiUrl, workspaceName, projectName, entityType, entityId } = settings;
  const client = new AttachmentClient({ apiUrl, workspaceName, projectName, ...(apiKey && { apiKey }) });
  return { settings, client, target: { projectName, entityType, entityId } };
}

export function sameSettings(one: ConnectionSettings, other: ConnectionSettings): boolean {
  const fields = ["apiUrl", "workspaceName", "projectName", "entityType", "entityId"] as const;
  return fields.every((field) => one[field] === other[field]);
}
