// Above the list: uploading, the filter, and either how much there is or what to do with the selection.
import { iconButton, textButton } from "../dom/button";
import { element, setText } from "../dom/element";
import { type Kind, kinds } from "../preview/kinds";
import type { Filter } from "./filter";

interface Options {
  uploadFiles: () => void;
  uploadFolder: () => void;
  refresh: () => void;
  filter: (filter: Filter) => void;
  download: () => void;
  remove: () => void;
  clear: () => void;
}

const kindNames: Record<Kind | "all", string> = {
  all: "All kinds",
  image: "Images",
  audio: "Audio",
  video: "Video",
  pdf: "PDF",
  json: "JSON",
  csv: "CSV",
  text: "Text",
  other: "Other",
};

/** Fills the toolbar; the function returned says how many rows are selected, or else what the list holds. */
export function fillToolbar(container: HTMLElement, options: Options): (selected: number, summary: string) => void {
  const words = element("input", {
    type: "search",
    placeholder: "Filter by name or type",
    ariaLabel: "Filter by name or type",
  });
  const kind = element(
    "select",
    { ariaLabel: "Kind" },
    ...(["all", ...kinds] as const).map((value) => element("option", { value }, kindNames[value])),
  );
  const changed = () => options.filter({ words: words.value, kind: kind.value as Kind | "all" });
  words.addEventListener("input", changed);
  kind.addEventListener("change", changed);

  const status = element("p", { className: "summary" });
  const selection = element(
    "div",
    { className: "selection", hidden: true },
    textButton("Download", options.download, { iconName: "down" }),
    textButton("Delete", options.remove, { iconName: "trash", className: "danger" }),
    textButton("Clear", options.clear, { className: "quiet" }),
  );
  container.append(
    element(
      "div",
      { className: "uploads" },
      textButton("Upload files", options.uploadFiles, { iconName: "up", className: "primary" }),
      textButton("Upload folder", options.uploadFolder, { iconName: "folder" }),
    ),
    element("div", { className: "filter" }, words, kind, iconButton("retry", "Refresh the list", options.refresh)),
    element("div", { className: "status" }, status, selection),
  );

  return (selected, summary) => {
    selection.hidden = selected === 0;
    setText(status, selected === 0 ? summary : `${selected.toLocaleString("en")} selected`);
  };
}
