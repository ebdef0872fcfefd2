// The details of an error, in a dialog.
import { textButton } from "../dom/button";
import { element } from "../dom/element";
import { errorBox } from "./error-box";

export function errorDialog(error: unknown): void {
  const close = textButton("Close", () => dialog.close());
  const dialog = element("dialog", { ariaLabel: "Error details" }, errorBox(error, close));
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}
