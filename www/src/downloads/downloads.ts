// Turns attachments into downloads.
import type { Attachment } from "opik-attachments";
import type { Connection } from "../connection/connection";
import type { TransferQueue } from "../transfers/queue";
import type { TransferPlan } from "../transfers/transfer";
import { type Ask, type Destination, destinationsFor } from "./destination";

/**
 * Downloads the attachments. Must be called in the handler of a click, because the person may be asked where to save.
 * `ask` asks what to do about names that exist there.
 */
export async function download(
  { queue, ask }: { queue: TransferQueue; ask: Ask },
  { client, target }: Connection,
  attachments: Attachment[],
): Promise<void> {
  const destinations = await destinationsFor(attachments, ask);
  if (!destinations) return;
  const plan = (attachment: Attachment, destination: Destination | "skip"): TransferPlan => ({
    direction: "down",
    fileName: attachment.fileName,
    total: attachment.fileSize,
    work: async (signal, onProgress) => {
      if (destination === "skip") return;
      const stream = await client.downloadAttachment({ ...target, ...attachment, signal, onProgress });
      await destination.save(stream, signal);
    },
  });
  const plans: TransferPlan[] = [];
  for (const [index, attachment] of attachments.entries()) {
    const destination = destinations[index] as Destination | "skip";
    if (destination === "skip") queue.addSkipped(plan(attachment, destination));
    else plans.push(plan(attachment, destination));
  }
  queue.add(plans);
}
