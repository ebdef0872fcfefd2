// The order of the list. Names compare as people count: `part 2` comes before `part 10`.
import type { Attachment } from "opik-attachments";

export type Column = "name" | "type" | "size";
export interface Order {
  column: Column;
  descending: boolean;
}

const collator = new Intl.Collator("en", { numeric: true, sensitivity: "base" });

/** Natural order, and where that sees no difference, that of the characters: names that differ never tie. */
export function compareNames(one: string, other: string): number {
  return collator.compare(one, other) || (one < other ? -1 : one > other ? 1 : 0);
}

const comparisons: Record<Column, (one: Attachment, other: Attachment) => number> = {
  name: () => 0,
  type: (one, other) => collator.compare(one.mimeType, other.mimeType),
  size: (one, other) => one.fileSize - other.fileSize,
};

/** A sorted copy. Rows that are equal in the column are in order of their names, whichever the direction. */
export function inOrder(attachments: readonly Attachment[], { column, descending }: Order): Attachment[] {
  const compare = comparisons[column];
  const sign = descending ? -1 : 1;
  return [...attachments].sort(
    (one, other) =>
      sign * compare(one, other) || (column === "name" ? sign : 1) * compareNames(one.fileName, other.fileName),
  );
}
