// What calls resolve to, and what those of a client that is freed are rejected with.

import { AttachmentError } from "./error.js";

const freedText = "client: expected an AttachmentClient, got one that was freed";

export const freed = (operation) =>
  Promise.reject(new AttachmentError(freedText, { code: "INVALID_ARGUMENT", operation, attempts: 0, retryable: false }));

/** A row of a list as users see it. */
export const attachment = ({ file_name, file_size, mime_type, link }, previewable) => ({
  fileName: file_name,
  fileSize: file_size,
  mimeType: mime_type,
  link,
  previewable,
});

// Results of many, in the shape of `Promise.allSettled`.

export const fulfilled = (value) => ({ status: "fulfilled", value });

export const rejected = (reason) => ({ status: "rejected", reason });
