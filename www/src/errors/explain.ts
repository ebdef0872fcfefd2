// Failures in plain words: a title for the code, and the package's own message and hint.
import { AttachmentError, type AttachmentErrorCode } from "opik-attachments";

export interface Explanation {
  title: string;
  code?: AttachmentErrorCode;
  message: string;
  hint?: string;
}

const titles: Record<AttachmentErrorCode, string> = {
  INVALID_ARGUMENT: "Something in the request cannot be right",
  PROJECT_NOT_FOUND: "No such project, or no access to it",
  ATTACHMENT_NOT_FOUND: "That file is not there any more",
  ALREADY_EXISTS: "A file of that name exists",
  UNAUTHORIZED: "The server does not accept the API key",
  FORBIDDEN: "The API key may not use this workspace",
  API_ERROR: "The server refused the request",
  RATE_LIMITED: "The server asks for fewer requests",
  NETWORK_ERROR: "The server could not be reached",
  TIMEOUT: "The connection stopped moving",
  ETAG_NOT_EXPOSED: "The store hides what uploads need to see",
  URL_EXPIRED: "The store's links expired on the way",
  CORRUPTED: "The file did not arrive whole",
  FILE_TOO_LARGE: "The file is too large",
  FILE_CHANGED: "The file changed while it was sent",
  FILE_UNREADABLE: "The file cannot be read",
};

export function explain(error: unknown): Explanation {
  if (!(error instanceof AttachmentError)) {
    return { title: "Something went wrong", message: error instanceof Error ? error.message : String(error) };
  }
  const { code, message, hint } = error;
  return { title: titles[code], code, message, ...(hint && { hint }) };
}

/** Whether there was no answer at all, so that the same call may do once the network is back. */
export function isNetworkFailure(error: unknown): boolean {
  return error instanceof AttachmentError && ["NETWORK_ERROR", "TIMEOUT"].includes(error.code);
}
