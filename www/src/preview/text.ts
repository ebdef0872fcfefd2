// Text as it is. HTML, SVG and Markdown are shown as source, never rendered.

import { formatBytes } from "../../../pkg/shared/format.js";
import { element } from "../dom/element";
import type { Preview, Source } from "./source";

/** More than anybody reads in a preview, and fast to lay out. */
export const maxTextBytes = 512 * 1024;

export async function textPreview(source: Source): Promise<Preview> {
  return { element: withNote(source, textBlock(await readText(source))) };
}

/** Reads the beginning of the file as UTF-8. Leaves out a character that is cut at the end. */
export async function readText(source: Source): Promise<string> {
  const bytes = await (await source.bytes(maxTextBytes)).arrayBuffer();
  return new TextDecoder().decode(bytes, { stream: source.attachment.fileSize > maxTextBytes });
}

export function textBlock(text: string): HTMLElement {
  return element("pre", { tabIndex: 0 }, element("code", {}, text));
}

/** Adds a note if only the beginning of the file is shown. */
export function withNote({ attachment }: Source, content: HTMLElement, note = ""): HTMLElement {
  const whole = formatBytes(attachment.fileSize);
  const cut = attachment.fileSize > maxTextBytes ? `The first ${formatBytes(maxTextBytes)} of ${whole}.` : "";
  const text = [note, cut].filter(Boolean).join(" ");
  return element("div", { className: "text" }, text ? element("p", { className: "note" }, text) : undefined, content);
}
