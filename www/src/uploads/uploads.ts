// Turns files into transfers: asks about names that exist, and never overwrites what it has not asked about.
import { AttachmentError } from "opik-attachments";
import type { Connection } from "../connection/connection";
import type { Deletions } from "../deletions/deletions";
import type { Listing } from "../list/listing";
import type { TransferQueue } from "../transfers/queue";
import type { TransferPlan } from "../transfers/transfer";
import type { Incoming } from "./selected-files";
import { apart, freeName } from "../transfers/unique-names";

export type Choice = "replace" | "skip" | "both";

interface Surroundings {
  queue: TransferQueue;
  listing: Listing;
  deletions: Deletions;
  /** Asks a person what to do with names that exist; undefined is to upload nothing. */
  ask: (names: string[]) => Promise<Choice | undefined>;
  /** Called for each upload that has ended well. */
  uploaded: (fileName: string) => void;
}

export class Uploads {
  readonly #around: Surroundings;

  constructor(around: Surroundings) {
    this.#around = around;
  }

  async add(files: Incoming[]): Promise<void> {
    const { listing, queue, ask } = this.#around;
    const { connection } = listing;
    if (!connection || files.length === 0) return;
    const taken = this.#taken(connection);
    const incoming = apart(files);
    const clashing = incoming.filter(({ fileName }) => taken.has(fileName)).map(({ fileName }) => fileName);
    const choice = clashing.length > 0 ? await ask(clashing) : "both";
    if (!choice) return;

    const plans: TransferPlan[] = [];
    for (const { file, fileName } of incoming) {
      const name = choice === "both" ? freeName(fileName, (name) => taken.has(name)) : fileName;
      const isClash = taken.has(name);
      const plan = this.#plan(connection, { file, fileName: name }, isClash ? "replace" : "error");
      taken.add(name);
      if (isClash && choice === "skip") queue.addSkipped(plan);
      else plans.push(plan);
    }
    queue.add(plans);
  }

  /** Names in the list and on their way to it. */
  #taken(connection: Connection): Set<string> {
    const { listing, queue, deletions } = this.#around;
    const hidden = deletions.hidden(connection);
    const listed = listing.attachments.map(({ fileName }) => fileName).filter((name) => !hidden.has(name));
    const onTheirWay = queue.transfers.filter(({ isActive, plan }) => isActive && plan.direction === "up");
    return new Set([...listed, ...onTheirWay.map(({ plan }) => plan.fileName)]);
  }

  #plan(connection: Connection, { file, fileName }: Incoming, ifExists: "replace" | "error"): TransferPlan {
    const { listing, deletions, uploaded } = this.#around;
    return {
      direction: "up",
      fileName,
      total: file.size,
      work: async (signal, onProgress) => {
        await deletions.settle(fileName);
        const { client, target } = connection;
        try {
          await client.uploadAttachment({ ...target, file, fileName, ifExists, signal, onProgress });
          uploaded(fileName);
        } finally {
          if (listing.connection === connection) listing.refreshSoon();
        }
      },
      // Somebody else has uploaded that name since the list was read.
      alternatives: (error) => {
        if (!(error instanceof AttachmentError) || error.code !== "ALREADY_EXISTS") return [];
        const taken = this.#taken(connection).add(fileName);
        const other = freeName(fileName, (name) => taken.has(name));
        return [
          { label: "Replace", plan: this.#plan(connection, { file, fileName }, "replace") },
          { label: "Keep both", plan: this.#plan(connection, { file, fileName: other }, "error") },
        ];
      },
    };
  }
}
