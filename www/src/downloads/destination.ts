// Where downloads go: straight to disk where the browser lets a page write there, otherwise through memory.
import { fileNameKey, safeFileNames } from "../../../pkg/shared/file-names.js";
import type { ConflictChoice } from "../transfers/conflict-dialog";
import { freeName } from "../transfers/unique-names";

/** From this size on, the person is asked for a place on disk. */
const minBytesForDisk = 64 * 1024 * 1024;

export interface Destination {
  save(stream: ReadableStream<Uint8Array>, signal: AbortSignal): Promise<void>;
}

/** Asks what to do about names that exist. Resolves to undefined to download nothing. */
export type Ask = (names: string[]) => Promise<ConflictChoice | undefined>;

interface NamedFile {
  fileName: string;
  fileSize: number;
}

// Chromium's File System Access API, https://wicg.github.io/file-system-access/, which TypeScript's DOM library lacks.
declare global {
  interface Window {
    showSaveFilePicker?: (options: { suggestedName: string }) => Promise<FileSystemFileHandle>;
    showDirectoryPicker?: (options: { mode: "readwrite" }) => Promise<FileSystemDirectoryHandle>;
  }
  interface FileSystemDirectoryHandle {
    keys(): AsyncIterable<string>;
  }
}

/**
 * Returns a destination for each file, or "skip". Asks the person for a place if a file is large, and by `ask` about the
 * names that exist there. Must be called in the handler of a click. Returns undefined if the person cancels.
 */
export async function destinationsFor(
  files: readonly NamedFile[],
  ask: Ask,
): Promise<(Destination | "skip")[] | undefined> {
  const safeNames = safeFileNames(files.map(({ fileName }) => fileName));
  const names = files.map(({ fileName }) => safeNames.get(fileName) as string);
  const [first] = names;
  const isLarge = files.some(({ fileSize }) => fileSize >= minBytesForDisk);
  try {
    if (isLarge && first && files.length === 1 && window.showSaveFilePicker) {
      // The browser itself asks whether to replace a file.
      const handle = await window.showSaveFilePicker({ suggestedName: first });
      return [{ save: (stream, signal) => write(handle, stream, signal) }];
    }
    if (isLarge && window.showDirectoryPicker) {
      return await inFolder(await window.showDirectoryPicker({ mode: "readwrite" }), names, ask);
    }
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") return undefined;
    throw error;
  }
  return names.map(throughMemory);
}

/** A failed or aborted write leaves the file as it was. */
async function write(handle: FileSystemFileHandle, stream: ReadableStream, signal: AbortSignal): Promise<void> {
  const writable = await handle.createWritable();
  await stream.pipeTo(writable, { signal });
}

async function inFolder(
  folder: FileSystemDirectoryHandle,
  names: readonly string[],
  ask: Ask,
): Promise<(Destination | "skip")[] | undefined> {
  const entries = await Promise.all(names.map((name) => entryAt(folder, name)));
  const existing = names.filter((_, index) => entries[index] === "file");
  const choice = existing.length > 0 ? await ask(existing) : "both";
  if (!choice) return undefined;

  const taken = new Set(names.map(fileNameKey));
  for await (const name of folder.keys()) taken.add(fileNameKey(name));
  const rename = (name: string) => {
    const free = freeName(name, (candidate) => taken.has(fileNameKey(candidate)));
    taken.add(fileNameKey(free));
    return free;
  };
  return names.map((name, index) => {
    const entry = entries[index];
    if (entry === undefined) return newFile(folder, name);
    if (entry === "folder" || choice === "both") return newFile(folder, rename(name));
    if (choice === "skip") return "skip";
    return {
      save: async (stream, signal) => write(await folder.getFileHandle(name, { create: true }), stream, signal),
    };
  });
}

async function entryAt(folder: FileSystemDirectoryHandle, name: string): Promise<"file" | "folder" | undefined> {
  try {
    await folder.getFileHandle(name);
    return "file";
  } catch (error) {
    if (!(error instanceof DOMException)) throw error;
    if (error.name === "NotFoundError") return undefined;
    if (error.name === "TypeMismatchError") return "folder";
    throw error;
  }
}

/** A file that must not exist yet. After a failure it is removed again. */
function newFile(folder: FileSystemDirectoryHandle, name: string): Destination {
  return {
    async save(stream, signal) {
      // Other files may have been downloaded first, which can take long.
      if ((await entryAt(folder, name)) !== undefined) {
        await stream.cancel();
        throw new Error(`The file ${name} has appeared in the folder. Download it again to choose what to do.`);
      }
      const handle = await folder.getFileHandle(name, { create: true });
      try {
        await write(handle, stream, signal);
      } catch (error) {
        await folder.removeEntry(name).catch(() => {});
        throw error;
      }
    },
  };
}

function throughMemory(name: string): Destination {
  return {
    async save(stream) {
      const bytes = await new Response(stream).blob();
      const link = document.createElement("a");
      link.href = URL.createObjectURL(bytes);
      // The browser makes the name unique in its folder.
      link.download = name;
      link.click();
      // Some browsers read the URL only after the click has been handled.
      setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
    },
  };
}
