// Names for files whose name is taken.

/** The extension of a name's last segment; `.tar.gz` counts as one, and `.env` has none. */
const extension = /(?<=[^/])(?:\.tar)?\.[^./]+$/;

/** Returns the first free name of `report.pdf`, `report (2).pdf`, `report (3).pdf`, ... */
export function freeName(name: string, isTaken: (name: string) => boolean): string {
  if (!isTaken(name)) return name;
  const end = extension.exec(name)?.[0] ?? "";
  const stem = name.slice(0, name.length - end.length);
  let number = 2;
  while (isTaken(`${stem} (${number})${end}`)) number += 1;
  return `${stem} (${number})${end}`;
}

/** Returns the files with unique names. */
export function withUniqueNames<Named extends { fileName: string }>(files: readonly Named[]): Named[] {
  const used = new Set<string>();
  return files.map((file) => {
    const fileName = freeName(file.fileName, (name) => used.has(name));
    used.add(fileName);
    return { ...file, fileName };
  });
}
