// JSON, indented. What is cut or is no JSON after all is shown as the text it is.

import type { Preview, Source } from "./source";
import { maxTextBytes, readText, textBlock, withNote } from "./text";

export async function jsonPreview(source: Source): Promise<Preview> {
  const text = await readText(source);
  if (source.attachment.fileSize > maxTextBytes) return { element: withNote(source, textBlock(text)) };
  const formatted = formatJson(text);
  return {
    element: withNote(source, textBlock(formatted ?? text), formatted === undefined ? "This is not valid JSON." : ""),
  };
}

/** The text with its values on lines of their own, or undefined if it is no JSON. */
export function formatJson(text: string): string | undefined {
  try {
    return JSON.stringify(JSON.parse(text), undefined, 2);
  } catch {
    return undefined;
  }
}
