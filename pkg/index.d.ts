/** The version of this package. */
export const VERSION: string;

/** Which trace or span a call is about. */
export interface Target {
  /** Project name. Default: the client's `projectName`. */
  projectName?: string;
  /** What carries the attachments. */
  entityType: "trace" | "span";
  /** The UUID of the trace or span. */
  entityId: string;
  /**
   * Cancels the call. The promise rejects with the signal's own `reason`, and nothing is sent afterwards.
   * A stream that was handed out already fails with the same reason.
   */
  signal?: AbortSignal;
}

/** A file attached to a trace or span. */
export interface Attachment {
  /** Name, unique on its trace or span. */
  fileName: string;
  /** Size in bytes. */
  fileSize: number;
  /** Media type, as stored. */
  mimeType: string;
  /** Where the bytes are. A secret while it lives: it may be presigned. Pass it to `downloadAttachment`. */
  link: string;
  /** Whether the Opik UI renders this type. */
  previewable: boolean;
}

/** What became of an upload. */
export interface UploadedAttachment {
  /** Name it is stored under. */
  fileName: string;
  /** Size in bytes. */
  fileSize: number;
  /** Media type it is stored with. */
  mimeType: string;
  /** `skipped` only with `ifExists: "skip"`. */
  status: "uploaded" | "skipped";
}

/** How far a transfer is. */
export interface ProgressEvent {
  /** Bytes so far. Never goes back. */
  loaded: number;
  /** Bytes in all; `undefined` while nobody has said. The last event has `loaded === total`. */
  total?: number;
  /** The file that moved last. */
  fileName: string;
}

/** What transfers take besides. */
export interface TransferOptions {
  /**
   * Told of bytes, at most ten times a second, and once at the end. What it throws is ignored. Uploads count what has
   * left in Node and in browsers, whole parts elsewhere.
   */
  onProgress?: (event: ProgressEvent) => void;
}

/** What to download. A row of `getAttachmentList` can be spread into it; its `link` then saves a request. */
export interface DownloadTarget extends Target, TransferOptions {
  /** Name of the file. */
  fileName: string;
  /** Media type to ask for. Never a reason to fail. Default: the stored one. */
  mimeType?: string;
  /** The `link` of a listed attachment. One that has expired is replaced by a fresh one. */
  link?: string;
  /** The `fileSize` of a listed attachment. What arrives is checked against it. */
  fileSize?: number;
  /**
   * Part of the file, half-open and clamped like `Blob.slice`: `{ start: 0, end: 10 }` gives ten bytes. A server in
   * direct mode sends the whole file, and the rest is passed over. Default: all of it.
   */
  range?: { start?: number; end?: number };
}

/** Where the bytes of an upload come from. */
export type UploadSource = Blob | ArrayBuffer | ArrayBufferView | ReadableStream<Uint8Array> | Response;

/** A file to upload: `file` or `filePath`. */
export type FileToUpload = {
  /** Name to store under. Default: the `File`'s name, or the last segment of `filePath`. */
  fileName?: string;
  /** Media type. Default: the blob's own without parameters, else by extension, else `application/octet-stream`. */
  mimeType?: string;
} & (
    | {
        /** The bytes. A stream or response is collected first, since its length must be known. */
        file: UploadSource;
        filePath?: undefined;
      }
    | {
        /** A path or `file:` URL, in Node, Deno and Bun. Read while it is sent, never loaded whole. */
        filePath: string | URL;
        file?: undefined;
      }
  );

/** What uploads take besides. */
export interface UploadOptions extends TransferOptions {
  /**
   * What to do when the name is taken. `replace` (default) overwrites, `error` rejects with `ALREADY_EXISTS`,
   * `skip` leaves a file of the same size alone.
   */
  ifExists?: "replace" | "error" | "skip";
}

/** What to upload, and where to. */
export type UploadTarget = Target & UploadOptions & FileToUpload;

/** Many files to upload. Progress is the sum over all of them; bytes of one that fails count as done. */
export interface UploadsTarget extends Target, UploadOptions {
  /** Files as they are, or with a name or type of your own. */
  files: readonly (Blob | FileToUpload)[];
}

/** What to delete. */
export interface DeleteTarget extends Target {
  /** Names. One that is not there is no error. */
  fileNames: string[];
}

/** A request that failed and will be sent again. */
export interface RetryEvent {
  /** The call it belongs to. */
  operation: Operation;
  /** The attempt that failed, from 1. */
  attempt: number;
  /** Milliseconds until the next attempt. */
  delay: number;
  /** What went wrong. */
  error: AttachmentError;
}

/** Options of a client. The names are those of the official SDK's configuration; keys not listed are ignored. */
export interface ClientOptions {
  /**
   * Base URL of the API, with or without a trailing slash. In a page it may be a path, such as `/api`.
   * Default: `https://www.comet.com/opik/api`.
   */
  apiUrl?: string;
  /** API key, sent as it is and to `apiUrl` only. Default: none, and no `Authorization` header. */
  apiKey?: string;
  /** Workspace name. Default: `default`. */
  workspaceName?: string;
  /** Project of calls that name none. Default: `Default Project`. */
  projectName?: string;
  /** Replaces the global `fetch`; called with a URL string and an init. */
  fetch?: (url: string, init: RequestInit) => Promise<Response>;
  /** Requests of one upload call under way at once, 1 to 100. Default: 6. */
  concurrency?: number;
  /** Bytes of a part in object-store mode, 5 MiB to 5 GiB. Default: 8 MiB. */
  partSize?: number;
  /** Attempts of each request, 1 to 100. A download that has moved on since counts anew. Default: 6. */
  maxAttempts?: number;
  /**
   * Milliseconds without a byte in either direction after which a request is given up and sent again, 1 to 3,600,000.
   * The answer to a body may take 1 s longer for each 4 MiB of it. Where a fetch does not tell what has left (a custom
   * one, Deno, Bun, service workers, a page that sends an API key), 64 KiB/s count as moving. Default: 15,000.
   */
  stallTimeout?: number;
  /** Told of each request that will be sent again. What it throws is ignored. */
  onRetry?: (event: RetryEvent) => void;
}

/**
 * Lists, downloads, uploads and deletes the attachments of Opik traces and spans.
 *
 * Calls can be made at once, and a client is usable after any failure. Each method rejects with an
 * {@link AttachmentError}, or with the reason of the signal it was given.
 *
 * @example
 * const client = new AttachmentClient({ apiUrl: "http://localhost:5173/api", projectName: "demo" });
 * await client.uploadAttachment({ entityType: "trace", entityId, file });
 */
export class AttachmentClient {
  /** Sends nothing. Throws an `AttachmentError` with the code `INVALID_ARGUMENT` for a wrong option. */
  constructor(options?: ClientOptions);

  /**
   * A client configured by the options given, else by `OPIK_URL_OVERRIDE`, `OPIK_API_KEY`, `OPIK_WORKSPACE` and
   * `OPIK_PROJECT_NAME`, else by `~/.opik.config` (or the file at `OPIK_CONFIG_PATH`), else by the defaults.
   * Node, Deno and Bun. Throws `INVALID_ARGUMENT` elsewhere, and for an `OPIK_CONFIG_PATH` without a file.
   */
  static fromEnv(options?: ClientOptions): AttachmentClient;

  /**
   * All attachments of a trace or span, however many pages they take. One that has none gives an empty array.
   * Rejects with `PROJECT_NOT_FOUND` if there is no such project.
   */
  getAttachmentList(target: Target): Promise<Attachment[]>;

  /**
   * Opens an attachment for reading. A connection that breaks or stalls is resumed where it was, a link that expires is
   * replaced. The stream gives every byte once, in order, or fails: `CORRUPTED` if the size is not the listed one.
   * Rejects with `ATTACHMENT_NOT_FOUND`, naming the closest ones, or with `PROJECT_NOT_FOUND`.
   *
   * @example
   * const stream = await client.downloadAttachment({ entityType: "trace", entityId, fileName: "report.pdf" });
   * const blob = await new Response(stream).blob();
   */
  downloadAttachment(target: DownloadTarget): Promise<ReadableStream<Uint8Array>>;

  /**
   * Uploads a file. A project that does not exist is created by Opik.
   * Rejects with `ALREADY_EXISTS`, `ETAG_NOT_EXPOSED`, `URL_EXPIRED` or `FILE_TOO_LARGE` where that applies.
   */
  uploadAttachment(target: UploadTarget): Promise<UploadedAttachment>;

  /**
   * Uploads many files with the requests of `concurrency` in all. One that fails does not stop the others.
   *
   * @example
   * const settled = await client.uploadAttachments({ entityType: "span", entityId, files: input.files });
   * const failed = settled.filter((result) => result.status === "rejected");
   */
  uploadAttachments(target: UploadsTarget): Promise<PromiseSettledResult<UploadedAttachment>[]>;

  /** Deletes files by name. Rejects with `PROJECT_NOT_FOUND` if there is no such project. */
  deleteAttachments(target: DeleteTarget): Promise<void>;

  /** Gives the memory of this client back. Pending calls go on; new ones throw. Rarely needed. */
  free(): void;
}

/** The call that failed. */
export type Operation =
  | "constructor"
  | "fromEnv"
  | "getAttachmentList"
  | "downloadAttachment"
  | "uploadAttachment"
  | "uploadAttachments"
  | "deleteAttachments";

/** Why a call failed. The README has a table of what each means. */
export type AttachmentErrorCode =
  | "INVALID_ARGUMENT"
  | "PROJECT_NOT_FOUND"
  | "ATTACHMENT_NOT_FOUND"
  | "ALREADY_EXISTS"
  | "UNAUTHORIZED"
  | "FORBIDDEN"
  | "API_ERROR"
  | "RATE_LIMITED"
  | "NETWORK_ERROR"
  | "TIMEOUT"
  | "ETAG_NOT_EXPOSED"
  | "URL_EXPIRED"
  | "CORRUPTED"
  | "FILE_TOO_LARGE";

/**
 * The one error of this package. It never holds an API key or the query of a presigned URL.
 * `instanceof` holds across several copies of the package.
 */
export class AttachmentError extends Error {
  private constructor();
  /** Why. */
  readonly code: AttachmentErrorCode;
  /** The call that failed. */
  readonly operation: Operation;
  /** HTTP status, if there was an answer. */
  readonly status?: number;
  /** The answer's body, parsed if it was JSON. */
  readonly body?: unknown;
  /** Requests sent for the step that failed; 0 if none was. */
  readonly attempts: number;
  /** Whether the same call may succeed later, unchanged. */
  readonly retryable: boolean;
  /** What a person can do about it. */
  readonly hint?: string;
}
