// The bytes of the attachment in the preview.
import type { Attachment } from "opik-attachments";
import type { Connection } from "../connection/connection";

export interface Source {
  attachment: Attachment;
  /** Downloads all bytes, or at most `most` from the start. */
  bytes: (most?: number) => Promise<Blob>;
}

/** A preview, and a function that frees its resources. */
export interface Preview {
  element: HTMLElement;
  release?: () => void;
}

export function sourceOf(
  { client, target }: Connection,
  attachment: Attachment,
  signal: AbortSignal,
  onProgress: (loaded: number) => void,
): Source {
  return {
    attachment,
    bytes: async (most = Infinity) => {
      const range = attachment.fileSize > most ? { range: { end: most } } : {};
      const stream = await client.downloadAttachment({
        ...target,
        ...attachment,
        ...range,
        signal,
        onProgress: ({ loaded }) => onProgress(loaded),
      });
      return await new Response(stream).blob();
    },
  };
}
