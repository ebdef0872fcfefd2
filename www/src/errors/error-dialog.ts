// All that is known about a failure, for places that have room for a line only.
import { textButton } from "../dom/button";
import { element } from "../dom/element";
import { errorBox } from "./error-box";

export function errorDialog(error: unknown): void {
  const close = textButton("Close", () => dialog.close());
  const dialog = element("dialog", { ariaLabel: "What went wrong" }, errorBox(error, close));
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}
