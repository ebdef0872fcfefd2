// A transfer in words.
import { explain } from "../errors/explain";
import { formatBytes } from "../../../pkg/shared/format.js";
import { formatDuration } from "../../../pkg/shared/format.js";
import { timeLeft } from "./speed";
import type { Transfer } from "./transfer";

/** What a row says of its transfer. */
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

/** `3 of 12 MiB, 1 MiB/s, 9 s left`, as far as each is known. */
export function moving(loaded: number, total: number, bytesPerSecond: number): string {
  const far = `${formatBytes(loaded)} of ${formatBytes(total)}`;
  const left = timeLeft(loaded, total, bytesPerSecond);
  if (left === undefined) return far;
  // All has left, and the answer is on its way.
  if (loaded >= total) return `${far}, finishing`;
  return `${far}, ${formatBytes(bytesPerSecond)}/s, ${formatDuration(left)} left`;
}
