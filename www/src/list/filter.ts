// The filter of the list: attachments of a kind whose name or type contains every word.
import type { Attachment } from "opik-attachments";
import { type Kind, kindOf } from "../preview/kinds";

export interface Filter {
  words: string;
  kind: Kind | "all";
}

export const everything: Filter = { words: "", kind: "all" };

export function matching(attachments: readonly Attachment[], { words, kind }: Filter): Attachment[] {
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
  return attachments.filter((attachment) => {
    if (kind !== "all" && kindOf(attachment) !== kind) return false;
    const text = `${attachment.fileName} ${attachment.mimeType}`.toLowerCase();
    return wanted.every((word) => text.includes(word));
  });
}
