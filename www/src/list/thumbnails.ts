// Thumbnails of images in the list, fetched while their rows are visible.
import type { Attachment } from "opik-attachments";
import type { Connection } from "../connection/connection";
import { bareType } from "../preview/kinds";

/** Raster images. SVG is a document, and is shown only in the preview. */
const types = new Set(["image/png", "image/jpeg", "image/gif", "image/webp", "image/avif", "image/bmp"]);
const maxBytes = 8 * 1024 * 1024;
/** Twice the size in the style sheet, for high-density screens. */
const pixels = 72;
const maxConcurrent = 3;
const maxPictures = 400;

interface Wanted {
  canvas: HTMLCanvasElement;
  attachment: Attachment;
}

export class Thumbnails {
  #connection: Connection | undefined;
  /** By name; undefined for files that could not be decoded. */
  readonly #pictures = new Map<string, ImageBitmap | undefined>();
  readonly #wanted = new Map<string, Wanted>();
  readonly #loading = new Set<string>();

  /** Draws the thumbnail, now or when it is loaded, if the attachment is an image. */
  draw(canvas: HTMLCanvasElement, attachment: Attachment, connection: Connection): void {
    if (!types.has(bareType(attachment.mimeType)) || attachment.fileSize > maxBytes) return;
    if (this.#connection !== connection) {
      this.#connection = connection;
      this.#pictures.clear();
      this.#wanted.clear();
    }
    const { fileName } = attachment;
    if (this.#pictures.has(fileName)) {
      paint(canvas, this.#pictures.get(fileName));
      return;
    }
    this.#wanted.set(fileName, { canvas, attachment });
    // The row is not in the document yet.
    queueMicrotask(() => this.#startNext());
  }

  /** Removes the thumbnail of a name, because another file has it now. */
  forget(fileName: string): void {
    this.#pictures.delete(fileName);
  }

  #startNext(): void {
    for (const [fileName, { canvas, attachment }] of this.#wanted) {
      if (this.#loading.size >= maxConcurrent) return;
      if (this.#loading.has(fileName)) continue;
      // Rows that are not visible any more need no thumbnail.
      if (!canvas.isConnected) this.#wanted.delete(fileName);
      else void this.#load(attachment);
    }
  }

  async #load(attachment: Attachment): Promise<void> {
    const { fileName } = attachment;
    const connection = this.#connection as Connection;
    this.#loading.add(fileName);
    const picture = await fetchPicture(attachment, connection);
    this.#loading.delete(fileName);
    if (connection === this.#connection) {
      this.#keep(fileName, picture);
      const canvas = this.#wanted.get(fileName)?.canvas;
      this.#wanted.delete(fileName);
      if (canvas) paint(canvas, picture);
    }
    this.#startNext();
  }

  #keep(fileName: string, picture: ImageBitmap | undefined): void {
    this.#pictures.set(fileName, picture);
    const [oldest] = this.#pictures.keys();
    if (this.#pictures.size > maxPictures) this.#pictures.delete(oldest as string);
  }
}

/** Resolves to undefined if the file is missing or no image: the row keeps its icon. */
async function fetchPicture(attachment: Attachment, { client, target }: Connection): Promise<ImageBitmap | undefined> {
  try {
    const stream = await client.downloadAttachment({ ...target, ...attachment });
    const bytes = await new Response(stream).blob();
    return await createImageBitmap(bytes, { resizeHeight: pixels, resizeQuality: "medium" });
  } catch {
    return undefined;
  }
}

/** Draws the center of the picture as a square. */
function paint(canvas: HTMLCanvasElement, picture: ImageBitmap | undefined): void {
  if (!picture) return;
  canvas.width = pixels;
  canvas.height = pixels;
  const side = Math.min(picture.width, picture.height);
  const left = (picture.width - side) / 2;
  const top = (picture.height - side) / 2;
  canvas.getContext("2d")?.drawImage(picture, left, top, side, side, 0, 0, pixels, pixels);
  canvas.hidden = false;
}
