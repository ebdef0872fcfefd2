// Turns attachments into transfers to this machine.
import type { Attachment } from "opik-attachments";
import type { Connection } from "../connection/place";
import type { TransferQueue } from "../transfers/queue";
import { destinationsFor, type Destination } from "./destination";

/** Must be called while a click is handled: a person may be asked where to save. */
export async function download(queue: TransferQueue, connection: Connection, attachments: Attachment[]): Promise<void> {
  const destinations = await destinationsFor(attachments);
  if (!destinations) return;
  const { client, target } = connection;
  queue.add(
    attachments.map((attachment, index) => ({
      direction: "down",
      fileName: attachment.fileName,
      total: attachment.fileSize,
      work: async (signal, onProgress) => {
        const stream = await client.downloadAttachment({ ...target, ...attachment, signal, onProgress });
        await (destinations[index] as Destination).save(stream, signal);
      },
    })),
  );
}
