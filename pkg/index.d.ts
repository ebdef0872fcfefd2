/**
 * Lists, downloads, uploads and deletes the files attached to Opik traces and spans. Many calls can run at once.
 * Beside the codes that a method names, it may fail with an {@link AttachmentError} of `INVALID_ARGUMENT`,
 * `UNAUTHORIZED`, `FORBIDDEN`, `RATE_LIMITED`, `API_ERROR`, `NETWORK_ERROR` or `TIMEOUT`. The client stays usable.
 * @example
 * const client = new AttachmentClient({ apiUrl: "http://localhost:5173/api", projectName: "demo" });
 * const target: Target = { entityType: "trace", entityId: "0190babc-62a0-71d2-832a-0feffa4676eb" };
 * await client.uploadAttachment({ ...target, file: new File(["hello"], "hello.txt") });
 */
export class AttachmentClient {
  /**
   * Makes a client. Sends nothing.
   * @throws An {@link AttachmentError}: `INVALID_ARGUMENT`, whose message names the option that is wrong.
   * @example const client = new AttachmentClient({ apiUrl: "https://opik.example.com/api", apiKey: "my-key" });
   */
  constructor(options?: ClientOptions);
  /**
   * Makes a client in Node, Deno or Bun. What `options` leave out comes from `OPIK_URL_OVERRIDE`, `OPIK_API_KEY`,
   * `OPIK_WORKSPACE` and `OPIK_PROJECT_NAME`, else from the same names in a file `.env` of the working directory, else
   * from `~/.opik.config` or the file at `OPIK_CONFIG_PATH`.
   * @throws An {@link AttachmentError}: `INVALID_ARGUMENT`, also in browsers, and for a file that cannot be read or has a
   * broken line, which is named by its number.
   * @example const client = AttachmentClient.fromEnv({ projectName: "demo" });
   */
  static fromEnv(options?: ClientOptions): AttachmentClient;
  /**
   * Lists all attachments of a trace or span, however many they are; an empty array if there are none.
   * @throws An {@link AttachmentError}: `PROJECT_NOT_FOUND`.
   * @example const names = (await client.getAttachmentList(target)).map(({ fileName }) => fileName);
   */
  getAttachmentList(target: Target): Promise<Attachment[]>;
  /**
   * Opens an attachment for reading. A connection that breaks is resumed; the stream itself may fail as the call may.
   * @throws An {@link AttachmentError}: `ATTACHMENT_NOT_FOUND`, `PROJECT_NOT_FOUND`, `URL_EXPIRED` or `CORRUPTED`.
   * @example
   * const stream = await client.downloadAttachment({ ...target, fileName: "report.pdf" });
   * const blob = await new Response(stream).blob();
   */
  downloadAttachment(target: DownloadTarget): Promise<ReadableStream<ReturnType<Uint8Array["slice"]>>>;
  /**
   * Uploads one file. A project that does not exist is created.
   * @throws An {@link AttachmentError}: `ALREADY_EXISTS`, `ETAG_NOT_EXPOSED`, `URL_EXPIRED`, `FILE_TOO_LARGE`,
   * `FILE_CHANGED` or `FILE_UNREADABLE`.
   * @example await client.uploadAttachment({ ...target, filePath: "report.pdf", ifExists: "skip" });
   */
  uploadAttachment(target: UploadTarget): Promise<UploadedAttachment>;
  /**
   * Uploads many files. Resolves to a result for each, as `Promise.allSettled` does: one that fails stops no other.
   * @throws An {@link AttachmentError}: `INVALID_ARGUMENT`, before anything is sent. Others are a result's `reason`.
   * @example const results = await client.uploadAttachments({ ...target, files: [file, { filePath: "report.pdf" }] });
   */
  uploadAttachments(target: UploadsTarget): Promise<PromiseSettledResult<UploadedAttachment>[]>;
  /**
   * Deletes files by name.
   * @throws An {@link AttachmentError}: `PROJECT_NOT_FOUND`.
   * @example await client.deleteAttachments({ ...target, fileNames: ["report.pdf", "shot.png"] });
   */
  deleteAttachments(target: DeleteTarget): Promise<void>;
  /** Frees memory early; never required. Pending calls go on, later ones fail. @example client.free(); */
  free(): void;
}

/**
 * Settings of a client. Others are ignored, so `new AttachmentClient(opik.config)` takes those of Opik's own SDK; but a
 * name that is almost one of these is refused.
 */
export interface ClientOptions {
  /**
   * Base URL of the API. In a page it may be a path, such as `/api`, which is resolved at the first call.
   * @default the one in an `apiKey` of the form `KEY*BASE64`, else "https://www.comet.com/opik/api"
   */
  apiUrl?: string | undefined;
  /** API key. It is sent as it is, and to `apiUrl` only. @default none */
  apiKey?: string | undefined;
  /** Workspace name. @default "default" */
  workspaceName?: string | undefined;
  /** Project of the calls that name none, at most 150 characters. @default "Default Project" */
  projectName?: string | undefined;
  /** Requests of one upload call under way at once, 1 to 100. @default 16 by Node's own fetch, 6 elsewhere */
  concurrency?: number | undefined;
  /** Bytes in a part of an upload to S3, 5 MiB to 5 GiB. @default what shares the file evenly out, 8 MiB at most */
  partSize?: number | undefined;
  /** Attempts of each request, 1 to 100. A download that has got further since counts anew. @default 6 */
  maxAttempts?: number | undefined;
  /** Milliseconds without a byte after which a request is given up and sent again, 1 to 3600000. @default 15000 */
  stallTimeout?: number | undefined;
  /** Called before a request is sent again, or to URLs renewed after expiry. What it throws is lost. @default none */
  onRetry?: ((event: RetryEvent) => void) | undefined;
  /**
   * Called instead of `fetch`: for proxies, tests and extra headers. In browsers, `onProgress` of an upload is then told
   * whole requests only, since only `XMLHttpRequest` tells more. @default the global one
   */
  fetch?: ((url: string, init: RequestInit & { headers: Record<string, string> }) => Promise<Response>) | undefined;
}

/** The trace or span that a call is about. */
export interface Target {
  /** Which of the two it is. */
  entityType: "trace" | "span";
  /** UUID of the trace or span. Opik accepts uploads only for version 7 UUIDs, which its SDKs create. */
  entityId: string;
  /** Name of its project. @default the client's `projectName` */
  projectName?: string | undefined;
  /** Cancels the call: no more is sent, and its promise or stream fails with the signal's `reason`. @default none */
  signal?: AbortSignal | undefined;
}

/** What downloads and uploads take besides. */
export interface TransferOptions {
  /**
   * Called at most ten times a second, and at the end. What it throws is ignored. Uploads are told in bytes by Node, and
   * by pages without `fetch`, a service worker that answers for the network, or, in direct mode, `apiKey`; elsewhere in
   * whole requests. @default none
   */
  onProgress?: ((event: ProgressEvent) => void) | undefined;
}

/**
 * What to download. A listed {@link Attachment} can be spread into it, which saves requests.
 * @example const start = await client.downloadAttachment({ ...target, ...attachment, range: { end: 1024 } });
 */
export interface DownloadTarget extends Target, TransferOptions {
  /** Name of the attachment. */
  fileName: string;
  /** Bytes from `start` up to but not including `end`, as for `Blob.slice`; neither is negative. @default all */
  range?: { start?: number | undefined; end?: number | undefined } | undefined;
  /** `link` of the listed attachment. Once it has expired, a fresh one is used. @default looked up */
  link?: string | undefined;
  /** `fileSize` of the listed attachment, in bytes; goes with `link`. @default looked up */
  fileSize?: number | undefined;
  /** Media type to ask the server for. It changes nothing about the bytes. @default the stored one */
  mimeType?: string | undefined;
}

/** What uploads take besides. */
export interface UploadOptions extends TransferOptions {
  /**
   * If the name is taken: overwrite, fail with `ALREADY_EXISTS`, or skip if the sizes match. The last two are an
   * `INVALID_ARGUMENT` while another call of the client uploads to that name. @default "replace"
   */
  ifExists?: "replace" | "error" | "skip" | undefined;
  /**
   * Take names such as `input-attachment-1-2.png`. Opik deletes them at the next update of the trace or span; with
   * `-sdk` before the dot they are safe. @default false: they are an `INVALID_ARGUMENT`
   */
  allowReservedName?: boolean | undefined;
}

/** Bytes to upload. A stream or response is read to its end first, since the size must be known; a response must be `ok`. */
export type UploadSource = Blob | ArrayBuffer | ArrayBufferView | ReadableStream<Uint8Array> | Response;

/**
 * A file to upload: either `file` or `filePath`.
 * @example const notes: FileToUpload = { file: new TextEncoder().encode("hello"), fileName: "notes.txt" };
 */
export type FileToUpload = {
  /** Name to store it under. @default the name of the `File`, or the last segment of `filePath` */
  fileName?: string | undefined;
  /** Media type. @default that of the `Blob` without parameters, else by extension, else "application/octet-stream" */
  mimeType?: string | undefined;
} & ({
  /** The bytes. In Node, a `Blob` of 4 GiB or more cannot be read: use `filePath`. */
  file: UploadSource; filePath?: undefined;
} | {
  /**
   * Path or `file:` URL in Node, Deno or Bun. The file is read while it is sent, and never loaded whole. What has no size,
   * such as a FIFO, is read to its end first.
   */
  filePath: string | URL; file?: undefined;
});

/** What to upload, and where to. */
export type UploadTarget = Target & UploadOptions & FileToUpload;

/** Many files to upload, and where to. Their progress is one sum, in which a file that fails counts as done. */
export interface UploadsTarget extends Target, UploadOptions {
  /**
   * Files as they are, or with a name or media type of your own: an array, a `FileList`, or another iterable. One whose own
   * fields are wrong is a rejected result, and so is a second one of the same name.
   */
  files: Iterable<Blob | FileToUpload> | ArrayLike<Blob | FileToUpload>;
}

/** What to delete. */
export interface DeleteTarget extends Target {
  /** Names of attachments. One that is not there is no error. */
  fileNames: readonly string[] | ReadonlySet<string>;
}

/** A file attached to a trace or span. */
export interface Attachment {
  /** Name, unique on its trace or span. */
  fileName: string;
  /** Size in bytes. */
  fileSize: number;
  /** Media type it is stored with. */
  mimeType: string;
  /** URL of the bytes. To be kept secret: with S3, whoever has it can download them until it expires. */
  link: string;
  /** Whether Opik's own UI can show it. */
  previewable: boolean;
}

/** What became of an upload. */
export interface UploadedAttachment extends Omit<Attachment, "link" | "previewable"> {
  /** `skipped` if `ifExists` was `skip` and the file was there already. */
  status: "uploaded" | "skipped";
}

/** How far a transfer is. */
export interface ProgressEvent {
  /** Bytes so far; never goes back. Uploads count whole parts where the runtime does not tell what has left. */
  loaded: number;
  /** Bytes in all, or `undefined` as long as that is not known. The last event has `loaded === total`. */
  total: number | undefined;
  /** Name of the file that moved last. */
  fileName: string;
}

/** A request that failed and will be sent again. */
export interface RetryEvent {
  /** Method that the request belongs to. */
  operation: Operation;
  /** Number of the attempt that failed, from 1. */
  attempt: number;
  /** Milliseconds until the next attempt; 0 after expired URLs. */
  delay: number;
  /** Why it failed. */
  error: AttachmentError;
}

/**
 * What calls fail with. It holds no API key and no signed URL. `instanceof` works across copies of this package.
 * @example if (error instanceof AttachmentError && error.code === "ATTACHMENT_NOT_FOUND") console.log(error.hint);
 */
export class AttachmentError extends Error {
  /**
   * Makes an error as calls fail with it, for tests of what handles them. Its stack begins where it is made.
   * @throws An {@link AttachmentError}: `INVALID_ARGUMENT`, if `code` or `operation` is no string.
   * @example const error = new AttachmentError("no answer", { code: "NETWORK_ERROR", operation: "uploadAttachment" });
   */
  constructor(message: string, fields: AttachmentErrorFields);
  /** Why it failed. */
  readonly code: AttachmentErrorCode;
  /** Method that failed. */
  readonly operation: Operation;
  /** Requests sent for the step that failed; 0 if none was. */
  readonly attempts: number;
  /** Whether the same call may succeed later. */
  readonly retryable: boolean;
  /** What to do about it. */
  readonly hint?: string;
  /** HTTP status of the answer, if there was one. */
  readonly status?: number;
  /** Body of the answer, parsed if it is JSON. */
  readonly body?: unknown;
  /** Exception behind it, with secrets cut out. */
  readonly cause?: unknown;
}

/** What an {@link AttachmentError} is made from, besides its message. */
export interface AttachmentErrorFields {
  /** Why it failed. */
  code: AttachmentErrorCode;
  /** Method that failed. */
  operation: Operation;
  /** Requests sent for the step that failed. @default 0 */
  attempts?: number | undefined;
  /** Whether the same call may succeed later. @default false */
  retryable?: boolean | undefined;
  /** What to do about it. @default none */
  hint?: string | undefined;
  /** HTTP status of the answer. @default none */
  status?: number | undefined;
  /** Body of the answer, parsed if it is JSON. @default none */
  body?: unknown;
  /** Exception behind it. @default none */
  cause?: unknown;
}

/**
 * Why a call failed.
 * - `INVALID_ARGUMENT`: an option or field is wrong; the message names it
 * - `PROJECT_NOT_FOUND`: no project has that name, or the API key may not see it
 * - `ATTACHMENT_NOT_FOUND`: no attachment has that name; see `hint` for the closest ones
 * - `ALREADY_EXISTS`: something has that name, and `ifExists` is `error`
 * - `UNAUTHORIZED`, `FORBIDDEN`, `RATE_LIMITED`: the API key is unknown, may not use the workspace, or asks too often
 * - `API_ERROR`: another refusal by Opik or S3, or an answer that is neither's; see `status`, `body` and `hint`
 * - `NETWORK_ERROR`, `TIMEOUT`: no answer, or nothing moved for `stallTimeout`
 * - `ETAG_NOT_EXPOSED`: the bucket's CORS rule or a proxy hides `ETag`; `hint` holds the rule to add
 * - `URL_EXPIRED`: S3's signed URLs expired on the way, the new ones too
 * - `CORRUPTED`: fewer or more bytes arrived than the attachment has
 * - `FILE_TOO_LARGE`: it is beyond a limit of the store, or of a proxy on the way; `hint` says whose
 * - `FILE_CHANGED`: the local file grew, shrank, was rewritten or went away while it was sent; never told as a success
 * - `FILE_UNREADABLE`: the local file may not be read, is a folder, or ends in an I/O error, which `cause` is
 */
export type AttachmentErrorCode =
  | "INVALID_ARGUMENT" | "PROJECT_NOT_FOUND" | "ATTACHMENT_NOT_FOUND" | "ALREADY_EXISTS" | "UNAUTHORIZED"
  | "FORBIDDEN" | "RATE_LIMITED" | "API_ERROR" | "NETWORK_ERROR" | "TIMEOUT" | "ETAG_NOT_EXPOSED" | "URL_EXPIRED"
  | "CORRUPTED" | "FILE_TOO_LARGE" | "FILE_CHANGED" | "FILE_UNREADABLE";

/** Method of {@link AttachmentClient}; `constructor` is `new AttachmentClient`. */
export type Operation =
  | "constructor" | "fromEnv" | "getAttachmentList" | "downloadAttachment" | "uploadAttachment" | "uploadAttachments"
  | "deleteAttachments";

/** Version of this package, such as `0.1.0`. */
export const VERSION: string;
