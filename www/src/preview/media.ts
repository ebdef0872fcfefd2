// Pictures, sound and film, each in the element made for it. The type is chosen here and never taken from the
// attachment, so that no bytes can pass for a page.
import { element } from "../dom/element";
import { icon } from "../dom/icon";
import { escapeDeceptive } from "../../../pkg/shared/deceptive-characters.js";
import { bareType, extensionOf } from "./kinds";
import type { Preview, Source } from "./source";

/** Types that Opik uses and players do not know, and those of files without one. */
const playable: Record<string, string> = {
  "audio/vorbis": "audio/ogg",
  "audio/vnd.wave": "audio/wav",
  "audio/x-wav": "audio/wav",
  "audio/x-flac": "audio/flac",
  "audio/mp3": "audio/mpeg",
  "video/quicktime": "video/mp4",
};
const typeOfExtension: Record<string, string> = {
  svg: "image/svg+xml",
  mp3: "audio/mpeg",
  ogg: "audio/ogg",
  mov: "video/mp4",
};

function typeFor({ attachment }: Source, family: "image" | "audio" | "video"): string {
  const type = bareType(attachment.mimeType);
  if (type.startsWith(`${family}/`)) return playable[type] ?? type;
  const extension = extensionOf(attachment.fileName);
  return typeOfExtension[extension] ?? `${family}/${extension}`;
}

async function objectUrl(source: Source, family: "image" | "audio" | "video"): Promise<string> {
  const bytes = await source.bytes();
  return URL.createObjectURL(bytes.slice(0, bytes.size, typeFor(source, family)));
}

/** An image element runs no script and loads nothing for an SVG: what it shows has an origin of its own. */
export async function imagePreview(source: Source): Promise<Preview> {
  const src = await objectUrl(source, "image");
  const image = element("img", { src, alt: escapeDeceptive(source.attachment.fileName) });
  const release = () => URL.revokeObjectURL(src);
  try {
    await image.decode();
    // Icons and the like would be specks.
    if (Math.max(image.naturalWidth, image.naturalHeight) <= 64) image.className = "tiny";
  } catch {
    release();
    throw new Error("This browser cannot show the picture: it is damaged, or of a kind that it does not know.");
  }
  return { element: image, release };
}

export const audioPreview = (source: Source) => player(source, "audio");
export const videoPreview = (source: Source) => player(source, "video");

async function player(source: Source, family: "audio" | "video"): Promise<Preview> {
  const src = await objectUrl(source, family);
  const media = element(family, { controls: true, ariaLabel: escapeDeceptive(source.attachment.fileName) });
  const release = () => URL.revokeObjectURL(src);
  const frame = element("div", { className: family }, family === "audio" ? icon("audio") : undefined, media);
  const ready = new Promise((resolve, reject) => {
    media.addEventListener("loadedmetadata", resolve, { once: true });
    media.addEventListener("error", reject, { once: true });
  });
  media.src = src;
  try {
    await ready;
  } catch {
    release();
    throw new Error("This browser cannot play the file: it is damaged, or of a kind that it does not know.");
  }
  return { element: frame, release };
}
