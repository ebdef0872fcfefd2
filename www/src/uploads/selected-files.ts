// Files that a person has picked, dropped or pasted, with the names to store them under.

export interface SelectedFile {
  file: File;
  /** The name, with its path below the folder if a folder was chosen. */
  fileName: string;
}

export function filesFromPicker(input: HTMLInputElement): SelectedFile[] {
  return [...(input.files ?? [])].map((file) => ({ file, fileName: file.webkitRelativePath || file.name }));
}

/** Browsers name every image on the clipboard `image.png`. Adds the time, so that names differ. */
export function filesFromClipboard(clipboard: DataTransfer, now: Date): SelectedFile[] {
  const two = (part: number) => String(part).padStart(2, "0");
  const day = `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
  const time = `${two(now.getHours())}.${two(now.getMinutes())}.${two(now.getSeconds())}`;
  return [...clipboard.files].map((file) => {
    const nameless = /^image\.(\w+)$/.exec(file.name);
    return { file, fileName: nameless ? `Pasted ${day} ${time}.${nameless[1]}` : file.name };
  });
}

/** Must be called in the handler of the drop event: after it, the data is empty. */
export function filesFromDrop(dropped: DataTransfer): Promise<SelectedFile[]> {
  const items = [...dropped.items].filter(({ kind }) => kind === "file");
  const found = items.map((item) => {
    const entry = item.webkitGetAsEntry();
    const file = item.getAsFile();
    if (entry?.isDirectory) return filesBelow(entry as FileSystemDirectoryEntry);
    return file ? [{ file, fileName: file.name }] : [];
  });
  return Promise.all(found).then((lists) => lists.flat());
}

async function filesBelow(folder: FileSystemDirectoryEntry): Promise<SelectedFile[]> {
  const reader = folder.createReader();
  const found: SelectedFile[] = [];
  for (;;) {
    // readEntries returns batches of about a hundred, and an empty one at the end.
    const entries = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (entries.length === 0) return found;
    for (const entry of entries) {
      if (entry.isDirectory) found.push(...(await filesBelow(entry as FileSystemDirectoryEntry)));
      else found.push(await fileOf(entry as FileSystemFileEntry));
    }
  }
}

function fileOf(entry: FileSystemFileEntry): Promise<SelectedFile> {
  return new Promise((resolve, reject) => {
    entry.file((file) => resolve({ file, fileName: entry.fullPath.replace(/^\//, "") }), reject);
  });
}
