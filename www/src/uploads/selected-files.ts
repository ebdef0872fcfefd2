// Files that a person has picked, dropped or pasted, with the names they are to be stored under.

export interface Incoming {
  file: File;
  /** With the folders on the way to it, if a folder was chosen. */
  fileName: string;
}

export function filesOfPicker(input: HTMLInputElement): Incoming[] {
  return [...(input.files ?? [])].map((file) => ({ file, fileName: file.webkitRelativePath || file.name }));
}

/** Browsers call every picture on the clipboard `image.png`; the time tells them apart. */
export function filesOfClipboard(clipboard: DataTransfer, now: Date): Incoming[] {
  const two = (part: number) => String(part).padStart(2, "0");
  const day = `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
  const time = `${two(now.getHours())}.${two(now.getMinutes())}.${two(now.getSeconds())}`;
  return [...clipboard.files].map((file) => {
    const nameless = /^image\.(\w+)$/.exec(file.name);
    return { file, fileName: nameless ? `Pasted ${day} ${time}.${nameless[1]}` : file.name };
  });
}

/** Must be called while the drop is handled; after that, browsers forget what was dropped. */
export function filesOfDrop(dropped: DataTransfer): Promise<Incoming[]> {
  const items = [...dropped.items].filter(({ kind }) => kind === "file");
  const found = items.map((item) => {
    const entry = item.webkitGetAsEntry();
    const file = item.getAsFile();
    if (entry?.isDirectory) return filesBelow(entry as FileSystemDirectoryEntry);
    return file ? [{ file, fileName: file.name }] : [];
  });
  return Promise.all(found).then((lists) => lists.flat());
}

async function filesBelow(folder: FileSystemDirectoryEntry): Promise<Incoming[]> {
  const reader = folder.createReader();
  const found: Incoming[] = [];
  for (;;) {
    // Browsers hand out a hundred or so at a time, and nothing at the end.
    const entries = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (entries.length === 0) return found;
    for (const entry of entries) {
      if (entry.isDirectory) found.push(...(await filesBelow(entry as FileSystemDirectoryEntry)));
      else found.push(await fileOf(entry as FileSystemFileEntry));
    }
  }
}

function fileOf(entry: FileSystemFileEntry): Promise<Incoming> {
  return new Promise((resolve, reject) => {
    entry.file((file) => resolve({ file, fileName: entry.fullPath.replace(/^\//, "") }), reject);
  });
}
