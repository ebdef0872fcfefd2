// Text as it is, which is also how HTML, SVG and Markdown are shown: as what is written, and not as what it means.
import { element } from "../dom/element";
import { formatBytes } from "../../../pkg/shared/format.js";
import type { Preview, Source } from "./source";

/** More than anybody reads in a preview, and little enough to lay out at once. */
export const mostText = 512 * 1024;

export async function textPreview(source: Source): Promise<Preview> {
  return { element: withNote(source, textBlock(await readText(source))) };
}

/** The beginning of the file, as UTF-8. A character that was cut in two at the end is left out. */
export async function readText(source: Source): Promise<string> {
  const bytes = await (await source.bytes(mostText)).arrayBuffer();
  return new TextDecoder().decode(bytes, { stream: source.attachment.fileSize > mostText });
}

export function textBlock(text: string): HTMLElement {
  return element("pre", { tabIndex: 0 }, element("code", {}, text));
}

/** Says so if there is more of the file than is shown. */
export function withNote({ attachment }: Source, content: HTMLElement, note = ""): HTMLElement {
  const whole = formatBytes(attachment.fileSize);
  const cut = attachment.fileSize > mostText ? `The first ${formatBytes(mostText)} of ${whole}.` : "";
  const text = [note, cut].filter(Boolean).join(" ");
  return element("div", { className: "text" }, text ? element("p", { className: "note" }, text) : undefined, content);
}
