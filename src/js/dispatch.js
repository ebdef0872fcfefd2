// What calls resolve to.

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
