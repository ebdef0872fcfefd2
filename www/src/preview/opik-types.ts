// The media types that Opik's own UI previews. It compares them exactly: `text/plain;charset=utf-8` is not `text/plain`.
import { bareType, extensionOf, kindOf } from "./kinds";

const shown = new Set([
  ...["image/jpeg", "image/png", "image/gif", "image/svg+xml", "image/webp"],
  ...["video/mp4", "video/webm"],
  ...["audio/vorbis", "audio/wav", "audio/x-wav", "audio/vnd.wave", "audio/mpeg"],
  ...["application/pdf", "application/json", "text/plain", "text/markdown"],
]);

/** Synonyms of types that Opik previews. */
const synonyms: Record<string, string> = {
  "image/jpg": "image/jpeg",
  "image/pjpeg": "image/jpeg",
  "image/x-png": "image/png",
  "image/svg": "image/svg+xml",
  "audio/mp3": "audio/mpeg",
  "audio/wave": "audio/wav",
  "audio/ogg": "audio/vorbis",
  "application/ogg": "audio/vorbis",
  "text/x-markdown": "text/markdown",
  "text/x-web-markdown": "text/markdown",
  "application/x-pdf": "application/pdf",
  "text/json": "application/json",
};

const typeOfExtension: Record<string, string> = {
  png: "image/png",
  jpg: "image/jpeg",
  jpeg: "image/jpeg",
  gif: "image/gif",
  webp: "image/webp",
  svg: "image/svg+xml",
  mp4: "video/mp4",
  webm: "video/webm",
  wav: "audio/wav",
  mp3: "audio/mpeg",
  ogg: "audio/vorbis",
  pdf: "application/pdf",
  json: "application/json",
  md: "text/markdown",
};

/** Returns the type under which Opik's UI would preview the file; undefined if there is none. */
export function typeThatOpikShows(file: { fileName: string; mimeType: string }): string | undefined {
  const type = bareType(file.mimeType);
  const renamed = synonyms[type] ?? type;
  if (shown.has(renamed)) return renamed;
  const kind = kindOf(file);
  if (kind === "json") return "application/json";
  if (kind === "text" || kind === "csv") return "text/plain";
  return type === "application/octet-stream" ? typeOfExtension[extensionOf(file.fileName)] : undefined;
}
