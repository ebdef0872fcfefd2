// The sources of uploads: the two pickers, drops anywhere on the page, and the clipboard.
import { element } from "../dom/element";
import { icon } from "../dom/icon";
import { filesFromClipboard, filesFromDrop, filesFromPicker, type SelectedFile } from "./selected-files";

type Receive = (files: SelectedFile[]) => void;

/** Returns a hidden file input, and a function that opens it. */
export function picker(
  receive: Receive,
  { folder }: { folder: boolean },
): { input: HTMLInputElement; open: () => void } {
  const input = element("input", {
    type: "file",
    multiple: true,
    webkitdirectory: folder,
    hidden: true,
    ariaLabel: folder ? "Folder to upload" : "Files to upload",
  });
  input.addEventListener("change", () => {
    receive(filesFromPicker(input));
    // Otherwise choosing the same file again would be no change.
    input.value = "";
  });
  return { input, open: () => input.click() };
}

export function receiveDrops(receive: Receive): void {
  const overlay = element(
    "div",
    { className: "drop-overlay", hidden: true },
    element("p", {}, icon("up"), "Drop files or folders to attach them"),
  );
  document.body.append(overlay);
  // A modal dialog blocks drops.
  const isAccepted = (event: DragEvent) =>
    Boolean(event.dataTransfer?.types.includes("Files")) && !document.querySelector("dialog[open]");

  addEventListener("dragover", (event) => {
    // Otherwise the browser would navigate to the file.
    event.preventDefault();
    const accepted = isAccepted(event);
    if (event.dataTransfer) event.dataTransfer.dropEffect = accepted ? "copy" : "none";
    overlay.hidden = !accepted;
  });
  addEventListener("dragleave", (event) => {
    // The pointer has left the window, and not only moved to another element.
    if (event.relatedTarget === null) overlay.hidden = true;
  });
  addEventListener("drop", (event) => {
    event.preventDefault();
    overlay.hidden = true;
    if (isAccepted(event) && event.dataTransfer) void filesFromDrop(event.dataTransfer).then(receive);
  });
}

export function receivePastes(receive: Receive): void {
  addEventListener("paste", (event) => {
    if (!event.clipboardData || event.clipboardData.files.length === 0) return;
    event.preventDefault();
    receive(filesFromClipboard(event.clipboardData, new Date()));
  });
}
