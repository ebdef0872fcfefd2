// The states of the list without rows: loading, empty, and no match.
import { textButton } from "../dom/button";
import { element } from "../dom/element";
import { icon } from "../dom/icon";

const skeletonRows = 6;

export function loadingState(): HTMLElement {
  const rows = Array.from({ length: skeletonRows }, () =>
    element("div", { className: "skeleton" }, element("span"), element("span")),
  );
  return element(
    "div",
    { className: "loading", ariaBusy: "true" },
    element("p", { className: "unseen" }, "Loading…"),
    ...rows,
  );
}

export function emptyState(uploadFiles: () => void): HTMLElement {
  return element(
    "div",
    { className: "empty" },
    icon("up"),
    element("h2", {}, "No attachments yet"),
    element("p", {}, "Drop files or folders anywhere on this page, paste a picture, or choose files."),
    textButton("Choose files", uploadFiles, { className: "primary" }),
  );
}

export function nothingMatches(clear: () => void): HTMLElement {
  return element(
    "div",
    { className: "empty" },
    icon("hidden"),
    element("h2", {}, "Nothing matches the filter"),
    textButton("Clear the filter", clear),
  );
}
