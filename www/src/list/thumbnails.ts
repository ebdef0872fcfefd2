// Small pictures of images in the list, fetched while their rows are in sight, a few at a time.
import type { Attachment } from "opik-attachments";
import type { Connection } from "../connection/connection";
import { bareType } from "../preview/kinds";

/** Pictures made of pixels. SVG is a document, and is shown only when it is asked for. */
const types = new Set(["image/png", "image/jpeg", "image/gif", "image/webp", "image/avif", "image/bmp"]);
const largestBytes = 8 * 1024 * 1024;
/** Twice what the style sheet shows, for fine screens. */
const pixels = 72;
const lanes = 3;
const keptPictures = 400;

interface Wanted {
  canvas: HTMLCanvasElement;
  attachment: Attachment;
}

export class Thumbnails {
  #connection: Connection | undefined;
  /** By name; undefined for what turned out to be no picture. */
  readonly #pictures = new Map<string, ImageBitmap | undefined>();
  readonly #wanted = new Map<string, Wanted>();
  readonly #loading = new Set<string>();

  /** Draws the picture, now or once it is there, if there will be one. */
  draw(canvas: HTMLCanvasElement, attachment: Attachment, connection: Connection): void {
    if (!types.has(bareType(attachment.mimeType)) || attachment.fileSize > largestBytes) return;
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
    // Not at once: the row is still on its way into the page.
    queueMicrotask(() => this.#startNext());
  }

  /** Another file has this name now. */
  forget(fileName: string): void {
    this.#pictures.delete(fileName);
  }

  #startNext(): void {
    for (const [fileName, { canvas, attachment }] of this.#wanted) {
      if (this.#loading.size >= lanes) return;
      if (this.#loading.has(fileName)) continue;
      // Rows that are out of sight again need no picture.
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
    if (this.#pictures.size > keptPictures) this.#pictures.delete(oldest as string);
  }
}

/** Undefined for what is no picture after all, or not there any more: the row keeps its icon. */
async function fetchPicture(attachment: Attachment, { client, target }: Connection): Promise<ImageBitmap | undefined> {
  try {
    const stream = await client.downloadAttachment({ ...target, ...attachment });
    const bytes = await new Response(stream).blob();
    return await createImageBitmap(bytes, { resizeHeight: pixels, resizeQuality: "medium" });
  } catch {
    return undefined;
  }
}

/** The middle of the picture, as a square. */
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
