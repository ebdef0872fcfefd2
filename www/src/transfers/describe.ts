// A transfer in words.

import { formatBytes, formatDuration } from "../../../pkg/shared/format.js";
import { explain } from "../errors/explain";
import { timeLeft } from "./speed";
import type { Transfer } from "./transfer";

/** Returns the text of a transfer's row. */
export function describe(transfer: Transfer, online: boolean): string {
  const { state, loaded, speed, error } = transfer;
  const { total, direction } = transfer.plan;
  const size = formatBytes(total);
  switch (state) {
    case "waiting":
      return `Waiting, ${size}`;
    case "running":
      if (!online) return `Waiting for the network, ${formatBytes(loaded)} of ${size}`;
      return moving(loaded, total, speed.bytesPerSecond);
    case "done":
      return `${direction === "up" ? "Uploaded" : "Downloaded"}, ${size}`;
    case "skipped":
      return "Skipped: a file of this name exists";
    case "cancelled":
      return "Cancelled";
    case "failed": {
      const { title, code } = explain(error);
      return code ? `${title} (${code})` : title;
    }
  }
}

/** Returns the progress, as far as it is known: `3 MiB of 12 MiB, 1 MiB/s, 9 s left`. */
export function moving(loaded: number, total: number, bytesPerSecond: number): string {
  const far = `${formatBytes(loaded)} of ${formatBytes(total)}`;
  const left = timeLeft(loaded, total, bytesPerSecond);
  if (left === undefined) return far;
  // All bytes are sent, and the answer has not arrived.
  if (loaded >= total) return `${far}, finishing`;
  return `${far}, ${formatBytes(bytesPerSecond)}/s, ${formatDuration(left)} left`;
}
