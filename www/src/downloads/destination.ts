// Where downloads go: straight to disk where the browser lets a page write there, else through memory.

/** From here on, a file is worth asking a person for a place on the disk. */
const largeBytes = 64 * 1024 * 1024;

export interface Destination {
  save(stream: ReadableStream<Uint8Array>, signal: AbortSignal): Promise<void>;
}

interface NamedFile {
  fileName: string;
  fileSize: number;
  mimeType: string;
}

// Chromium's; not in TypeScript's DOM library.
declare global {
  interface Window {
    showSaveFilePicker?: (options: { suggestedName: string }) => Promise<FileSystemFileHandle>;
    showDirectoryPicker?: (options: { mode: "readwrite" }) => Promise<FileSystemDirectoryHandle>;
  }
}

/** Names on disk have no folders, and none of what Windows refuses. */
export const nameOnDisk = (fileName: string) =>
  fileName.replace(/[\u0000-\u001f<>:"/\\|?*]/g, "_").replace(/^\.+|[. ]+$/g, "_");

/**
 * Where each of the files goes, asked of the person if one is large. Must be called while a click is handled. Undefined
 * if the person thinks better of it.
 */
export async function destinationsFor(files: readonly NamedFile[]): Promise<Destination[] | undefined> {
  const [only] = files;
  const large = files.some(({ fileSize }) => fileSize >= largeBytes);
  try {
    if (large && only && files.length === 1 && window.showSaveFilePicker) {
      const handle = await window.showSaveFilePicker({ suggestedName: nameOnDisk(only.fileName) });
      return [onDisk(() => Promise.resolve(handle))];
    }
    if (large && window.showDirectoryPicker) {
      const folder = await window.showDirectoryPicker({ mode: "readwrite" });
      return files.map(({ fileName }) => onDisk(() => folder.getFileHandle(nameOnDisk(fileName), { create: true })));
    }
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") return undefined;
    throw error;
  }
  return files.map(throughMemory);
}

function onDisk(handle: () => Promise<FileSystemFileHandle>): Destination {
  return {
    async save(stream, signal) {
      const writable = await (await handle()).createWritable();
      // A failure or an abort leaves what was on the disk before.
      await stream.pipeTo(writable, { signal });
    },
  };
}

function throughMemory({ fileName }: NamedFile): Destination {
  return {
    async save(stream) {
      const bytes = await new Response(stream).blob();
      const link = document.createElement("a");
      link.href = URL.createObjectURL(bytes);
      link.download = nameOnDisk(fileName);
      link.click();
      // Not at once: some browsers read the URL only after the click has been handled.
      setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
    },
  };
}
