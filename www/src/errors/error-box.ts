// An error as an element: title, code, message, hint and actions.
import { element } from "../dom/element";
import { icon } from "../dom/icon";
import { explain } from "./explain";

export function errorBox(error: unknown, ...actions: HTMLElement[]): HTMLElement {
  const { title, code, message, hint } = explain(error);
  return element(
    "div",
    { className: "error-box", role: "alert" },
    icon("warning"),
    element("h2", {}, title),
    code && element("p", {}, element("code", {}, code)),
    element("p", {}, message),
    hint ? element("p", { className: "hint" }, hint) : undefined,
    element("div", { className: "buttons" }, ...actions),
  );
}
