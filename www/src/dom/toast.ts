// A short message that disappears by itself.
import { byId, element } from "./element";

const toastMs = 4000;

export function toast(text: string): void {
  const made = element("div", { className: "toast" }, element("p", {}, text));
  byId("toasts", HTMLDivElement).append(made);
  setTimeout(() => made.remove(), toastMs);
}
