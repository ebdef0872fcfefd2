// The kind of a file: by its media type, or by its extension if the type is generic.

export const kinds = ["image", "audio", "video", "pdf", "json", "csv", "text", "other"] as const;
export type Kind = (typeof kinds)[number];

const kindOfType: Record<string, Kind> = {
  "application/pdf": "pdf",
  "application/json": "json",
  "application/ld+json": "json",
  "application/geo+json": "json",
  "text/csv": "csv",
  "text/tab-separated-values": "csv",
  "application/xml": "text",
  "application/javascript": "text",
  "application/x-ndjson": "text",
  "application/yaml": "text",
  "application/x-yaml": "text",
  "application/toml": "text",
  "application/x-sh": "text",
  "application/sql": "text",
};

const kindOfExtension: Record<string, Kind> = {
  ...table("image", "png jpg jpeg gif webp svg"),
  ...table("audio", "mp3 wav ogg flac m4a"),
  ...table("video", "mp4 webm mov"),
  ...table("text", "txt md markdown log html htm xml yaml yml toml ini jsonl ndjson py js mjs ts rs go java sh sql"),
  ...table("csv", "csv tsv"),
  pdf: "pdf",
  json: "json",
};

function table(kind: Kind, extensions: string): Record<string, Kind> {
  return Object.fromEntries(extensions.split(" ").map((extension) => [extension, kind]));
}

/** Returns the type without parameters: `image/png` for `image/png; x=y`. */
export const bareType = (mimeType: string) => (mimeType.split(";")[0] as string).trim().toLowerCase();

export const extensionOf = (fileName: string) => /\.([^./]+)$/.exec(fileName)?.[1]?.toLowerCase() ?? "";

export function kindOf({ fileName, mimeType }: { fileName: string; mimeType: string }): Kind {
  const type = bareType(mimeType);
  const known = kindOfType[type];
  if (known) return known;
  const family = type.split("/")[0];
  if (family === "image" || family === "audio" || family === "video" || family === "text") return family;
  return type === "application/octet-stream" || type === ""
    ? (kindOfExtension[extensionOf(fileName)] ?? "other")
    : "other";
}
