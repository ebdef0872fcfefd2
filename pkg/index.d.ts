/**
 * Lists, downloads, uploads and deletes the files attached to Opik traces and spans. Calls can run concurrently.
 * In addition to the codes that a method lists, every method can fail with an {@link AttachmentError} of
 * `INVALID_ARGUMENT`, `UNAUTHORIZED`, `FORBIDDEN`, `RATE_LIMITED`, `API_ERROR`, `NETWORK_ERROR` or `TIMEOUT`. The client
 * remains usable after any failure.
 * @example
 * const client = new AttachmentClient({ apiUrl: "http://localhost:5173/api", projectName: "demo" });
 * const target: AttachmentTarget = { entityType: "trace", entityId: "0190babc-62a0-71d2-832a-0feffa4676eb" };
 * await client.uploadAttachment({ ...target, file: new File(["hello"], "hello.txt") });
 */
export class AttachmentClient {
  /**
   * Creates a client. Sends nothing.
   * @throws An {@link AttachmentError}: `INVALID_ARGUMENT`, whose message names the invalid option.
   * @example const client = new AttachmentClient({ apiUrl: "https://opik.example.com/api", apiKey: "my-key" });
   */
  constructor(options?: ClientOptions);
  /**
   * Creates a client from the environment, in Node, Deno and Bun. Reads settings missing from `options` from the
   * environment variables `OPIK_URL_OVERRIDE`, `OPIK_API_KEY`, `OPIK_WORKSPACE` and `OPIK_PROJECT_NAME`, then from the same
   * names in a `.env` file of the working directory, then from `~/.opik.config` or the file at `OPIK_CONFIG_PATH`.
   * @throws An {@link AttachmentError}: `INVALID_ARGUMENT` in browsers, and if a file is unreadable or has an invalid line;
   * the message names the file and the line.
   * @example const client = AttachmentClient.fromEnv({ projectName: "demo" });
   */
  static fromEnv(options?: ClientOptions): AttachmentClient;
  /**
   * Returns all attachments of a trace or span: every page of the list, or an empty array if there are none.
   * @throws An {@link AttachmentError}: `PROJECT_NOT_FOUND`.
   * @example const names = (await client.getAttachmentList(target)).map(({ fileName }) => fileName);
   */
  getAttachmentList(target: AttachmentTarget): Promise<Attachment[]>;
  /**
   * Downloads an attachment as a stream. Resumes after interrupted connections. Errors can also surface while reading the
   * stream.
   * @throws An {@link AttachmentError}: `ATTACHMENT_NOT_FOUND`, `PROJECT_NOT_FOUND`, `URL_EXPIRED` or `CORRUPTED`.
   * @example
   * const stream = await client.downloadAttachment({ ...target, fileName: "report.pdf" });
   * const blob = await new Response(stream).blob();
   */
  downloadAttachment(target: DownloadTarget): Promise<ReadableStream<ReturnType<Uint8Array["slice"]>>>;
  /**
   * Uploads one file. Creates the project if it does not exist.
   * @throws An {@link AttachmentError}: `ALREADY_EXISTS`, `ETAG_NOT_EXPOSED`, `URL_EXPIRED`, `FILE_TOO_LARGE`,
   * `FILE_CHANGED` or `FILE_UNREADABLE`.
   * @example await client.uploadAttachment({ ...target, filePath: "report.pdf", ifExists: "skip" });
   */
  uploadAttachment(target: UploadTarget): Promise<UploadedAttachment>;
  /**
   * Uploads several files. Resolves to one result per file, in the format of `Promise.allSettled`. A file that fails does
   * not affect the others.
   * @throws An {@link AttachmentError}: `INVALID_ARGUMENT`, before anything is sent. Failures of single files are the
   * `reason` of their result.
   * @example const results = await client.uploadAttachments({ ...target, files: [file, { filePath: "report.pdf" }] });
   */
  uploadAttachments(target: UploadsTarget): Promise<PromiseSettledResult<UploadedAttachment>[]>;
  /**
   * Deletes attachments by name.
   * @throws An {@link AttachmentError}: `PROJECT_NOT_FOUND`.
   * @example await client.deleteAttachments({ ...target, fileNames: ["report.pdf", "shot.png"] });
   */
  deleteAttachments(target: DeleteTarget): Promise<void>;
  /** Releases memory early; never required. Pending calls continue, later calls fail. @example client.free(); */
  free(): void;
}

/**
 * Settings of a client. Unknown properties are ignored, so that `new AttachmentClient(opik.config)` accepts the
 * configuration of Opik's own SDK. Near misses of a known name, such as `baseUrl`, are rejected.
 */
export interface ClientOptions {
  /**
   * Base URL of the API. In a page it can be a path such as `/api`, which is resolved at the first call.
   * @default the URL in an `apiKey` of the form `KEY*BASE64`, else "https://www.comet.com/opik/api"
   */
  apiUrl?: string | undefined;
  /** API key. Sent unchanged, and only to `apiUrl`. @default none */
  apiKey?: string | undefined;
  /** Workspace name. @default "default" */
  workspaceName?: string | undefined;
  /** Project of calls that specify none, at most 150 characters. @default "Default Project" */
  projectName?: string | undefined;
  /** Maximum number of concurrent requests of one upload call, 1 to 100. @default 16 with Node's built-in fetch, otherwise 6 */
  concurrency?: number | undefined;
  /** Size of a part of an upload to S3 in bytes, 5 MiB to 5 GiB. @default equal parts of at most 8 MiB */
  partSize?: number | undefined;
  /** Maximum attempts of each request, 1 to 100. The count restarts whenever a download makes progress. @default 6 */
  maxAttempts?: number | undefined;
  /** Milliseconds without a byte after which a request is aborted and retried, 1 to 3600000. @default 15000 */
  stallTimeout?: number | undefined;
  /** Called before a request is retried or presigned URLs are renewed. Exceptions that it throws are ignored. @default none */
  onRetry?: ((event: RetryEvent) => void) | undefined;
  /**
   * Called instead of `fetch`: for proxies, tests and additional headers. In browsers, upload progress then counts whole
   * requests, since only `XMLHttpRequest` reports the bytes of a request. @default globalThis.fetch
   */
  fetch?: ((url: string, init: RequestInit & { headers: Record<string, string> }) => Promise<Response>) | undefined;
}

/** The trace or span whose attachments a call reads or writes. */
export interface AttachmentTarget {
  /** Type of the entity. */
  entityType: "trace" | "span";
  /** UUID of the trace or span. Opik accepts uploads only for version 7 UUIDs, which its SDKs create. */
  entityId: string;
  /** Name of its project. @default the client's `projectName` */
  projectName?: string | undefined;
  /** Cancels the call: nothing further is sent, and the promise or stream rejects with the signal's `reason`. @default none */
  signal?: AbortSignal | undefined;
}

/** Options of downloads and uploads. */
export interface TransferOptions {
  /**
   * Called at most ten times a second, and at the end. Exceptions that it throws are ignored. Upload progress counts bytes
   * in Node, and in pages that have no custom `fetch`, no service worker that handles the request and, in direct mode, no
   * `apiKey`; otherwise it counts whole requests. @default none
   */
  onProgress?: ((event: TransferProgress) => void) | undefined;
}

/**
 * The attachment to download. Spread a listed {@link Attachment} into it to save requests.
 * @example const start = await client.downloadAttachment({ ...target, ...attachment, range: { end: 1024 } });
 */
export interface DownloadTarget extends AttachmentTarget, TransferOptions {
  /** Name of the attachment. */
  fileName: string;
  /** Bytes from `start` up to but not including `end`, as for `Blob.slice`; neither is negative. @default all */
  range?: { start?: number | undefined; end?: number | undefined } | undefined;
  /** `link` of the listed attachment. An expired link is replaced by a new one. @default looked up */
  link?: string | undefined;
  /** `fileSize` of the listed attachment, in bytes; goes with `link`. @default looked up */
  fileSize?: number | undefined;
  /** Media type to request. Does not affect the bytes. @default the stored media type */
  mimeType?: string | undefined;
}

/** Options of uploads. */
export interface UploadOptions extends TransferOptions {
  /**
   * Behaviour if the name exists: overwrite it, fail with `ALREADY_EXISTS`, or skip the upload if the sizes match. `error`
   * and `skip` are an `INVALID_ARGUMENT` while another call of the client uploads to the same name. @default "replace"
   */
  ifExists?: "replace" | "error" | "skip" | undefined;
  /**
   * Allows names such as `input-attachment-1-2.png`, which Opik deletes at the next update of the trace or span. Names with
   * `-sdk` before the extension are safe. @default false: such names are an `INVALID_ARGUMENT`
   */
  allowReservedName?: boolean | undefined;
}

/** Bytes to upload. Streams and responses are read into memory first, since the size must be known; a response must be `ok`. */
export type UploadSource = Blob | ArrayBuffer | ArrayBufferView | ReadableStream<Uint8Array> | Response;

/**
 * A file to upload: either `file` or `filePath`.
 * @example const notes: FileToUpload = { file: new TextEncoder().encode("hello"), fileName: "notes.txt" };
 */
export type FileToUpload = {
  /** Name of the attachment. @default the name of the `File`, or the last segment of `filePath` */
  fileName?: string | undefined;
  /** Media type. @default the type of the `Blob` without parameters, else by extension, else "application/octet-stream" */
  mimeType?: string | undefined;
} & ({
  /** The bytes. Node cannot read a `Blob` of 4 GiB or more: use `filePath` instead. */
  file: UploadSource; filePath?: undefined;
} | {
  /**
   * Path or `file:` URL, in Node, Deno and Bun. The file is streamed. Special files without a size, such as FIFOs, are read
   * into memory first.
   */
  filePath: string | URL; file?: undefined;
});

/** The file to upload, and the trace or span to attach it to. */
export type UploadTarget = AttachmentTarget & UploadOptions & FileToUpload;

/** Files to upload, and the trace or span to attach them to. Progress is the sum over all files; a failed file counts as complete. */
export interface UploadsTarget extends AttachmentTarget, UploadOptions {
  /**
   * Files, optionally with a name and a media type: an array, a `FileList`, or another iterable. A file with invalid fields
   * is a rejected result, and so is a second file of the same name.
   */
  files: Iterable<Blob | FileToUpload> | ArrayLike<Blob | FileToUpload>;
}

/** The attachments to delete. */
export interface DeleteTarget extends AttachmentTarget {
  /** Names of attachments. Ignores names that do not exist. */
  fileNames: readonly string[] | ReadonlySet<string>;
}

/** A file attached to a trace or span. */
export interface Attachment {
  /** Name, unique on its trace or span. */
  fileName: string;
  /** Size in bytes. */
  fileSize: number;
  /** Stored media type. */
  mimeType: string;
  /** URL of the bytes. Keep it secret: with S3, anyone who has it can download the file until it expires. */
  link: string;
  /** True if Opik's UI can preview the file. */
  previewable: boolean;
}

/** Result of an upload. */
export interface UploadedAttachment extends Omit<Attachment, "link" | "previewable"> {
  /** `skipped` if `ifExists` was `skip` and the file existed. */
  status: "uploaded" | "skipped";
}

/** Progress of a transfer. */
export interface TransferProgress {
  /** Transferred bytes; never decreases. */
  loaded: number;
  /** Total bytes, or `undefined` while unknown. The last event has `loaded === total`. */
  total: number | undefined;
  /** Name of the file that made progress last. */
  fileName: string;
}

/** A failed request that will be retried. */
export interface RetryEvent {
  /** Method that sent the request. */
  operation: Operation;
  /** Number of the failed attempt, from 1. */
  attempt: number;
  /** Milliseconds until the next attempt; 0 if presigned URLs are renewed. */
  delay: number;
  /** Error of the failed attempt. */
  error: AttachmentError;
}

/**
 * Error of a failed call. Contains no API key and no presigned URL. `instanceof` works across copies of this package.
 * @example if (error instanceof AttachmentError && error.code === "ATTACHMENT_NOT_FOUND") console.log(error.hint);
 */
export class AttachmentError extends Error {
  /**
   * Creates an error for tests of error handling. Its stack starts at the caller.
   * @throws An {@link AttachmentError}: `INVALID_ARGUMENT`, if `code` or `operation` is not a string.
   * @example const error = new AttachmentError("no answer", { code: "NETWORK_ERROR", operation: "uploadAttachment" });
   */
  constructor(message: string, fields: AttachmentErrorFields);
  /** Reason of the failure. */
  readonly code: AttachmentErrorCode;
  /** Failed method. */
  readonly operation: Operation;
  /** Number of requests sent for the failed step; 0 if none was sent. */
  readonly attempts: number;
  /** True if the same call may succeed later. */
  readonly retryable: boolean;
  /** Advice on how to fix the problem. */
  readonly hint?: string;
  /** HTTP status of the response, if there was one. */
  readonly status?: number;
  /** Body of the response, parsed if it is JSON. */
  readonly body?: unknown;
  /** Underlying exception, without secrets. */
  readonly cause?: unknown;
}

/** Fields of an {@link AttachmentError} except its message. */
export interface AttachmentErrorFields {
  /** Reason of the failure. */
  code: AttachmentErrorCode;
  /** Failed method. */
  operation: Operation;
  /** Number of requests sent for the failed step. @default 0 */
  attempts?: number | undefined;
  /** True if the same call may succeed later. @default false */
  retryable?: boolean | undefined;
  /** Advice on how to fix the problem. @default none */
  hint?: string | undefined;
  /** HTTP status of the response. @default none */
  status?: number | undefined;
  /** Body of the response, parsed if it is JSON. @default none */
  body?: unknown;
  /** Underlying exception. @default none */
  cause?: unknown;
}

/**
 * Reason of a failure.
 * - `INVALID_ARGUMENT`: an option or field is invalid; the message names it
 * - `PROJECT_NOT_FOUND`: the project does not exist, or the API key has no access to it
 * - `ATTACHMENT_NOT_FOUND`: the trace or span has no attachment of that name; `hint` lists the closest names
 * - `ALREADY_EXISTS`: `ifExists` is `error` and the name exists
 * - `UNAUTHORIZED`, `FORBIDDEN`, `RATE_LIMITED`: Opik rejected the API key, its access to the workspace, or the request rate
 * - `API_ERROR`: Opik or S3 rejected the request for another reason, or a proxy answered; see `status`, `body` and `hint`
 * - `NETWORK_ERROR`, `TIMEOUT`: no response, or no bytes for `stallTimeout`
 * - `ETAG_NOT_EXPOSED`: the CORS rule of the bucket or a proxy hides `ETag`; `hint` contains the rule to add
 * - `URL_EXPIRED`: the presigned URLs expired, and so did the renewed ones
 * - `CORRUPTED`: the number of received bytes differs from the size of the attachment
 * - `FILE_TOO_LARGE`: the file exceeds a limit of the store, the backend or a proxy; `hint` names the limit
 * - `FILE_CHANGED`: the local file was modified or removed during the upload
 * - `FILE_UNREADABLE`: the local file cannot be read, is a folder, or caused an I/O error, which is the `cause`
 */
export type AttachmentErrorCode =
  | "INVALID_ARGUMENT" | "PROJECT_NOT_FOUND" | "ATTACHMENT_NOT_FOUND" | "ALREADY_EXISTS" | "UNAUTHORIZED"
  | "FORBIDDEN" | "RATE_LIMITED" | "API_ERROR" | "NETWORK_ERROR" | "TIMEOUT" | "ETAG_NOT_EXPOSED" | "URL_EXPIRED"
  | "CORRUPTED" | "FILE_TOO_LARGE" | "FILE_CHANGED" | "FILE_UNREADABLE";

/** Method of {@link AttachmentClient}; `constructor` stands for `new AttachmentClient`. */
export type Operation =
  | "constructor" | "fromEnv" | "getAttachmentList" | "downloadAttachment" | "uploadAttachment" | "uploadAttachments"
  | "deleteAttachments";

/** Version of this package, such as `0.1.0`. */
export const VERSION: string;

/** Former name of {@link AttachmentTarget}. @deprecated Use `AttachmentTarget`. */
export type Target = AttachmentTarget;

/** Former name of {@link TransferProgress}. @deprecated Use `TransferProgress`. */
export type ProgressEvent = TransferProgress;
