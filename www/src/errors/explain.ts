// Explains errors: a title for each code, with the message and the hint of the package.
import { AttachmentError, type AttachmentErrorCode } from "opik-attachments";

export interface Explanation {
  title: string;
  code?: AttachmentErrorCode;
  message: string;
  hint?: string;
}

const titles: Record<AttachmentErrorCode, string> = {
  INVALID_ARGUMENT: "The request is not valid",
  PROJECT_NOT_FOUND: "The project does not exist, or the API key has no access to it",
  ATTACHMENT_NOT_FOUND: "The attachment does not exist any more",
  ALREADY_EXISTS: "An attachment of this name exists",
  UNAUTHORIZED: "The server does not accept the API key",
  FORBIDDEN: "The API key has no access to this workspace",
  API_ERROR: "The server refused the request",
  RATE_LIMITED: "The server received too many requests",
  NETWORK_ERROR: "The server could not be reached",
  TIMEOUT: "The connection has stalled",
  ETAG_NOT_EXPOSED: "The bucket does not expose ETag",
  URL_EXPIRED: "The presigned URLs expired during the transfer",
  CORRUPTED: "The file is incomplete or corrupted",
  FILE_TOO_LARGE: "The file is too large",
  FILE_CHANGED: "The file changed during the upload",
  FILE_UNREADABLE: "The file cannot be read",
};

export function explain(error: unknown): Explanation {
  if (!(error instanceof AttachmentError)) {
    return { title: "Something went wrong", message: error instanceof Error ? error.message : String(error) };
  }
  const { code, message, hint } = error;
  return { title: titles[code], code, message, ...(hint && { hint }) };
}

/** Whether the server did not answer, so that the same call can succeed when the network is back. */
export function isNetworkFailure(error: unknown): boolean {
  return error instanceof AttachmentError && ["NETWORK_ERROR", "TIMEOUT"].includes(error.code);
}
