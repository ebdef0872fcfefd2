// Where attachments are: an Opik server, a workspace and a project on it, and a trace or span there.
import { AttachmentClient, type AttachmentTarget } from "opik-attachments";

export interface Place {
  apiUrl: string;
  workspaceName: string;
  projectName: string;
  entityType: "trace" | "span";
  entityId: string;
}

/** A place, and what asks there. Transfers keep the one they began with. */
export interface Connection {
  readonly place: Place;
  readonly client: AttachmentClient;
  readonly target: Required<Omit<AttachmentTarget, "signal">>;
}

/** Sends nothing yet. Throws an `AttachmentError` if the address or a name cannot be one. */
export function connect(place: Place, apiKey: string): Connection {
  const { apiUrl, workspaceName, projectName, entityType, entityId } = place;
  const client = new AttachmentClient({ apiUrl, workspaceName, projectName, ...(apiKey && { apiKey }) });
  return { place, client, target: { projectName, entityType, entityId } };
}

export function samePlace(one: Place, other: Place): boolean {
  const fields = ["apiUrl", "workspaceName", "projectName", "entityType", "entityId"] as const;
  return fields.every((field) => one[field] === other[field]);
}
