// A PDF in the browser's own viewer, which keeps it apart from the page.

import { escapeDeceptive } from "../../../pkg/shared/deceptive-characters.js";
import { element } from "../dom/element";
import type { Preview, Source } from "./source";

export async function pdfPreview(source: Source): Promise<Preview> {
  if (!navigator.pdfViewerEnabled)
    throw new Error("This browser shows no PDF within a page. Download the file to read it.");
  const bytes = await source.bytes();
  // Whatever the bytes are, the type makes the browser hand them to its viewer.
  const src = URL.createObjectURL(bytes.slice(0, bytes.size, "application/pdf"));
  return {
    // The page alone, without a column of small ones: what Chromium's viewer understands, and others pass over.
    element: element("iframe", { src: `${src}#navpanes=0`, title: escapeDeceptive(source.attachment.fileName) }),
    release: () => URL.revokeObjectURL(src),
  };
}
