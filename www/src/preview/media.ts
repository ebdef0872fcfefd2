// Previews of images, audio and video. The media type is always of the element's family,
// so that no bytes can be interpreted as a page.

import { escapeDeceptive } from "../../../pkg/shared/deceptive-characters.js";
import { element } from "../dom/element";
import { icon } from "../dom/icon";
import { bareType, extensionOf } from "./kinds";
import type { Preview, Source } from "./source";

/** Types that Opik stores and browsers do not know. */
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

/** In an image element, an SVG runs no scripts and loads nothing, https://www.w3.org/TR/svg-integration/#secure-static-mode */
export async function imagePreview(source: Source): Promise<Preview> {
  const src = await objectUrl(source, "image");
  const image = element("img", { src, alt: escapeDeceptive(source.attachment.fileName) });
  const release = () => URL.revokeObjectURL(src);
  try {
    await image.decode();
    // Icons are enlarged.
    if (Math.max(image.naturalWidth, image.naturalHeight) <= 64) image.className = "tiny";
  } catch {
    release();
    throw new Error("This browser cannot show the image: it is corrupted, or its format is not supported.");
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
    throw new Error("This browser cannot play the file: it is corrupted, or its format is not supported.");
  }
  return { element: frame, release };
}
