// The preview: a dialog that shows one attachment after another.
import type { Attachment } from "opik-attachments";
import { escapeDeceptive } from "../../../pkg/shared/deceptive-characters.js";
import { formatBytes } from "../../../pkg/shared/format.js";
import type { Connection } from "../connection/connection";
import { iconButton, textButton } from "../dom/button";
import { element, setText } from "../dom/element";
import { errorBox } from "../errors/error-box";
import { csvPreview } from "./csv";
import { jsonPreview } from "./json";
import { type Kind, kindOf } from "./kinds";
import { audioPreview, imagePreview, videoPreview } from "./media";
import { typeThatOpikShows } from "./opik-types";
import { pdfPreview } from "./pdf";
import { type Preview, type Source, sourceOf } from "./source";
import { textPreview } from "./text";

/** The largest file that a preview loads into memory. */
const maxBytes = 256 * 1024 * 1024;

const previews: Record<Exclude<Kind, "other">, (source: Source) => Promise<Preview>> = {
  image: imagePreview,
  audio: audioPreview,
  video: videoPreview,
  pdf: pdfPreview,
  json: jsonPreview,
  csv: csvPreview,
  text: textPreview,
};
/** Previews that read only the beginning of the file. */
const anySize = new Set<Kind>(["json", "csv", "text"]);

export function openPreview(
  connection: Connection,
  attachments: readonly Attachment[],
  first: number,
  download: (attachment: Attachment) => void,
): void {
  let at = first;
  let showing = new AbortController();
  let release: (() => void) | undefined;

  const title = element("h2", { id: "preview-title" });
  const facts = element("p", { className: "detail" });
  const opikNote = element("p", { className: "opik-note" });
  const content = element("div", { className: "content" });
  const step = (by: number) => () => {
    if (attachments[at + by]) void show(at + by);
  };
  const previous = iconButton("previous", "Previous attachment", step(-1));
  const next = iconButton("next", "Next attachment", step(1));
  const save = () => download(attachments[at] as Attachment);
  const dialog = element(
    "dialog",
    { className: "preview" },
    element(
      "header",
      {},
      element("div", { className: "titles" }, title, facts),
      previous,
      next,
      iconButton("down", "Download this attachment", save),
      iconButton("close", "Close", () => dialog.close()),
    ),
    opikNote,
    content,
  );
  dialog.setAttribute("aria-labelledby", title.id);

  async function show(index: number): Promise<void> {
    at = index;
    const attachment = attachments[at] as Attachment;
    showing.abort();
    showing = new AbortController();
    const { signal } = showing;
    const name = escapeDeceptive(attachment.fileName);
    title.replaceChildren(element("bdi", {}, name));
    setText(
      facts,
      `${escapeDeceptive(attachment.mimeType)}, ${formatBytes(attachment.fileSize)}, ${at + 1} of ${attachments.length}`,
    );
    const unseen = unseenByOpik(attachment);
    setText(opikNote, unseen);
    opikNote.hidden = unseen === "";
    // `disabled` would remove the focus at the last attachment.
    previous.ariaDisabled = String(at === 0);
    next.ariaDisabled = String(at === attachments.length - 1);

    const kind = kindOf(attachment);
    content.dataset.kind = kind;
    const progress = element("progress", {
      max: Math.max(1, attachment.fileSize),
      value: 0,
      ariaLabel: `Loading ${name}`,
    });
    fill(progress);
    const source = sourceOf(connection, attachment, signal, (loaded) => (progress.value = loaded));
    try {
      const made = await previewOf(kind, source);
      if (signal.aborted) made.release?.();
      else fill(made.element, made.release);
    } catch (error) {
      if (!signal.aborted) fill(errorBox(error, textButton("Download", save, { iconName: "down" })));
    }
  }

  function fill(made: HTMLElement, releaseMade?: () => void): void {
    release?.();
    release = releaseMade;
    content.replaceChildren(made);
  }

  dialog.addEventListener("keydown", (event) => {
    // Players and text handle the arrow keys.
    if ((event.target as HTMLElement).closest(".content")) return;
    if (event.key === "ArrowLeft") previous.click();
    if (event.key === "ArrowRight") next.click();
  });
  dialog.addEventListener("close", () => {
    showing.abort();
    release?.();
    dialog.remove();
  });
  document.body.append(dialog);
  dialog.showModal();
  void show(at);
}

async function previewOf(kind: Kind, source: Source): Promise<Preview> {
  if (kind === "other") throw new Error("There is no preview for files of this type.");
  if (source.attachment.fileSize > maxBytes && !anySize.has(kind)) {
    throw new Error(`Files larger than ${formatBytes(maxBytes)} have no preview.`);
  }
  return previews[kind](source);
}

/** Returns a note for types that Opik's own UI does not preview; an empty text for others. */
function unseenByOpik(attachment: Attachment): string {
  if (attachment.previewable) return "";
  const better = typeThatOpikShows(attachment);
  const type = escapeDeceptive(attachment.mimeType);
  return better && better !== attachment.mimeType
    ? `Opik’s own UI does not preview ${type}. It would preview this file if it were uploaded as ${better}.`
    : `Opik’s own UI does not preview ${type}, and has no other type for this file.`;
}
