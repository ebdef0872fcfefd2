// Turns files into uploads. Asks about names that exist, and overwrites nothing without asking.
import { AttachmentError } from "opik-attachments";
import type { Connection } from "../connection/connection";
import type { Deletions } from "../deletions/deletions";
import type { Listing } from "../list/listing";
import type { ConflictChoice } from "../transfers/conflict-dialog";
import type { TransferQueue } from "../transfers/queue";
import type { TransferPlan } from "../transfers/transfer";
import { freeName, withUniqueNames } from "../transfers/unique-names";
import type { SelectedFile } from "./selected-files";

interface Dependencies {
  queue: TransferQueue;
  listing: Listing;
  deletions: Deletions;
  /** Asks what to do about names that exist. Resolves to undefined to upload nothing. */
  ask: (names: string[]) => Promise<ConflictChoice | undefined>;
  /** Called for each successful upload. */
  uploaded: (fileName: string) => void;
}

export class Uploads {
  readonly #dependencies: Dependencies;

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies;
  }

  async add(files: SelectedFile[]): Promise<void> {
    const { listing, queue, ask } = this.#dependencies;
    const { connection } = listing;
    if (!connection || files.length === 0) return;
    const taken = this.#taken(connection);
    const incoming = withUniqueNames(files);
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

  /** Returns the names in the list and of active uploads. */
  #taken(connection: Connection): Set<string> {
    const { listing, queue, deletions } = this.#dependencies;
    const hidden = deletions.hidden(connection);
    const listed = listing.attachments.map(({ fileName }) => fileName).filter((name) => !hidden.has(name));
    const onTheirWay = queue.transfers.filter(({ isActive, plan }) => isActive && plan.direction === "up");
    return new Set([...listed, ...onTheirWay.map(({ plan }) => plan.fileName)]);
  }

  #plan(connection: Connection, { file, fileName }: SelectedFile, ifExists: "replace" | "error"): TransferPlan {
    const { listing, deletions, uploaded } = this.#dependencies;
    return {
      direction: "up",
      fileName,
      total: file.size,
      work: async (signal, onProgress) => {
        await deletions.flush(fileName);
        const { client, target } = connection;
        try {
          await client.uploadAttachment({ ...target, file, fileName, ifExists, signal, onProgress });
          uploaded(fileName);
        } finally {
          if (listing.connection === connection) listing.refreshSoon();
        }
      },
      // Another client has uploaded this name since the list was read.
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
