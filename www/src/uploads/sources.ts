// The ways files come in: the two pickers, a drop anywhere on the page, and the clipboard.
import { element } from "../dom/element";
import { icon } from "../dom/icon";
import { filesOfClipboard, filesOfDrop, filesOfPicker, type Incoming } from "./selected-files";

type Receive = (files: Incoming[]) => void;

/** An input that no one sees, and a function that opens it. */
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
    receive(filesOfPicker(input));
    // So that choosing the same file again is a change, too.
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
  // A dialog has the page to itself.
  const isWelcome = (event: DragEvent) =>
    Boolean(event.dataTransfer?.types.includes("Files")) && !document.querySelector("dialog[open]");

  addEventListener("dragover", (event) => {
    // Without this, the browser would leave the page and open the file.
    event.preventDefault();
    const welcome = isWelcome(event);
    if (event.dataTransfer) event.dataTransfer.dropEffect = welcome ? "copy" : "none";
    overlay.hidden = !welcome;
  });
  addEventListener("dragleave", (event) => {
    // Left the window, and not only one element for another.
    if (event.relatedTarget === null) overlay.hidden = true;
  });
  addEventListener("drop", (event) => {
    event.preventDefault();
    overlay.hidden = true;
    if (isWelcome(event) && event.dataTransfer) void filesOfDrop(event.dataTransfer).then(receive);
  });
}

export function receivePastes(receive: Receive): void {
  addEventListener("paste", (event) => {
    if (!event.clipboardData || event.clipboardData.files.length === 0) return;
    event.preventDefault();
    receive(filesOfClipboard(event.clipboardData, new Date()));
  });
}
