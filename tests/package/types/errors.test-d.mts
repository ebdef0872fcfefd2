// The error: how it narrows, and each of its fields. Compiled, never run.
import { AttachmentError } from "opik-attachments";
import type { AttachmentErrorCode, AttachmentErrorFields, Operation } from "opik-attachments";
import { same } from "./same.mjs";

same<
  Pick<AttachmentError, Exclude<keyof AttachmentError, "name" | "message" | "stack">>,
  {
    readonly code: AttachmentErrorCode;
    readonly operation: Operation;
    readonly attempts: number;
    readonly retryable: boolean;
    readonly hint?: string;
    readonly status?: number;
    readonly body?: unknown;
    readonly cause?: unknown;
  }
>(true);
same<
  Operation,
  | "constructor"
  | "fromEnv"
  | "getAttachmentList"
  | "downloadAttachment"
  | "uploadAttachment"
  | "uploadAttachments"
  | "deleteAttachments"
>(true);

/** A switch over `code` that handles every code. */
function blame({ code }: AttachmentError): string {
  switch (code) {
    case "INVALID_ARGUMENT":
    case "FILE_TOO_LARGE":
    case "FILE_CHANGED":
    case "FILE_UNREADABLE":
    case "ALREADY_EXISTS":
    case "PROJECT_NOT_FOUND":
    case "ATTACHMENT_NOT_FOUND":
      return "caller";
    case "UNAUTHORIZED":
    case "FORBIDDEN":
    case "RATE_LIMITED":
    case "API_ERROR":
      return "server";
    case "NETWORK_ERROR":
    case "TIMEOUT":
    case "CORRUPTED":
      return "network";
    case "ETAG_NOT_EXPOSED":
    case "URL_EXPIRED":
      return "bucket";
    default:
      same<typeof code, never>(true);
      return code;
  }
}

try {
  throw new Error();
} catch (caught) {
  const error: unknown = caught;
  // @ts-expect-error the reason may be anything, for example the reason of a signal
  error.code;
  if (error instanceof AttachmentError) {
    same<typeof error, AttachmentError>(true);
    same<typeof error.message, string>(true);
    same<typeof error.hint, string | undefined>(true);
    same<typeof error.status, number | undefined>(true);
    same<typeof error.body, unknown>(true);
    same<typeof error.cause, unknown>(true);
    console.log(blame(error), error.operation, error.attempts, error.retryable);
    const asUsual: Error = error;
    // @ts-expect-error there may be no response
    error.status.toFixed();
    // @ts-expect-error a misspelt code
    if (error.code === "NOT_FOUND") throw asUsual;
    // @ts-expect-error no operation has that name
    if (error.operation === "upload") throw asUsual;
    // @ts-expect-error it is read only
    error.code = "TIMEOUT";
  }
}

// Tests of error handlers construct errors.
const own = new AttachmentError("mine", { code: "TIMEOUT", operation: "uploadAttachment" });
same<typeof own, AttachmentError>(true);
same<ConstructorParameters<typeof AttachmentError>, [message: string, fields: AttachmentErrorFields]>(true);
same<
  AttachmentErrorFields,
  {
    code: AttachmentErrorCode;
    operation: Operation;
    attempts?: number | undefined;
    retryable?: boolean | undefined;
    hint?: string | undefined;
    status?: number | undefined;
    body?: unknown;
    cause?: unknown;
  }
>(true);
class Mine extends AttachmentError {}
new Mine("mine", { code: "API_ERROR", operation: "fromEnv", attempts: 1, retryable: true, status: 500, hint: "h", body: 1, cause: 2 });
// @ts-expect-error the code is required
new AttachmentError("mine");
// @ts-expect-error the operation is required
new AttachmentError("mine", { code: "TIMEOUT" });
// @ts-expect-error a misspelt code
new AttachmentError("mine", { code: "NOT_FOUND", operation: "fromEnv" });
