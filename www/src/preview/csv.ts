// CSV as a table, whatever separates its values.
import { parse } from "papaparse";
import { element } from "../dom/element";
import { count } from "../format/plural";
import type { Preview, Source } from "./source";
import { maxTextBytes, readText, withNote } from "./text";

const mostRows = 500;
const mostColumns = 50;

export async function csvPreview(source: Source): Promise<Preview> {
  const { rows, isCut } = parseCsv(await readText(source), source.attachment.fileSize > maxTextBytes);
  const [header = [], ...data] = rows;
  const line = (cells: string[], tag: "th" | "td") =>
    element(
      "tr",
      {},
      ...cells.slice(0, mostColumns).map((text) => element(tag, tag === "th" ? { scope: "col" } : {}, text)),
    );
  const table = element(
    "table",
    {},
    element("thead", {}, line(header, "th")),
    element("tbody", {}, ...data.map((cells) => line(cells, "td"))),
  );
  const note = isCut ? `The first ${count(data.length, "row")}.` : `${count(data.length, "row")}.`;
  return { element: withNote(source, element("div", { className: "table", tabIndex: 0 }, table), note) };
}

/** The rows of the text's beginning. Of a text that was cut, the last row may be half of one, and is left out. */
export function parseCsv(text: string, textIsCut: boolean): { rows: string[][]; isCut: boolean } {
  const plain = text.replace(/^\ufeff/, "");
  const { data, meta } = parse<string[]>(plain, { preview: mostRows + 1, skipEmptyLines: true });
  const endsEarly = plain.slice(meta.cursor).trim() !== "";
  const rows = textIsCut && !endsEarly ? data.slice(0, -1) : data;
  return { rows, isCut: textIsCut || endsEarly };
}
