// The bytes of the attachment that is being looked at.
import type { Attachment } from "opik-attachments";
import type { Connection } from "../connection/connection";

export interface Source {
  attachment: Attachment;
  /** All bytes, or at most so many from the start. */
  bytes: (most?: number) => Promise<Blob>;
}

/** A preview, and what to do once it is out of sight. */
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
