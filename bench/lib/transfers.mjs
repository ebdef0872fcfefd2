// Contestants that move files to and from a local server, and what is checked after each of them.
import { basename } from "node:path";
import { AttachmentClient } from "opik-attachments";
import { startServer } from "../../scripts/lib/server.mjs";
import { clients } from "./run-client.mjs";
import { onCpus, serverCpus } from "./cpus.mjs";
import { sha256, writeFile } from "./generated-files.mjs";
import { withFolder } from "./temp-folder.mjs";
import { checkStored, onlyKey } from "./stored-objects.mjs";

const projectName = "Default Project";
export const target = { entityType: "trace", entityId: "0190babc-62a0-71d2-832a-0feffa4676eb" };

const launch = (command, args) => onCpus(serverCpus, command, args);

/** Calls `use` with a server of its own processors. */
export async function withServer(options, use) {
  const server = await startServer({ ...options, launch });
  try {
    return await use(server);
  } finally {
    await server.stop();
  }
}

/** The order that all programs understand. */
export const orderFor = ({ apiUrl, storeUrl }, more) => ({ apiUrl, storeUrl, projectName, target, ...more });

/**
 * Calls `use` with contestants that each upload `count` files of `size` bytes to a new server, whose store is then
 * compared with what was sent. `names` are those of programs, or pairs of a name and why it cannot.
 */
export async function withUploads({ server: options, program, names, size, count = 1, lanes }, use) {
  return withFolder(size * count, async (folder) => {
    const paths = Array.from({ length: count }, (_, index) => writeFile(folder, `file-${index}.bin`, size));
    const digests = await Promise.all(paths.map(sha256));
    const job = count === 1 ? "upload" : "uploadMany";
    const upload = (name) => () =>
      withFolder(size * count, (data) =>
        withServer({ ...options, data, program }, async (server) => {
          const took = await clients[name](orderFor(server, { job, paths, lanes }));
          await checkStored(server, digests);
          return took;
        }),
      );
    return use(each(names, upload));
  });
}

/**
 * Calls `use` with contestants that each download a file of `size` bytes from one server. They say how many bytes they
 * got, and what the digest of the bytes was when they asked for them again. `jobs` has the names of other jobs by the name
 * of the program.
 */
export async function withDownloads({ server: options, program, names, size, listed = false, jobs = {} }, use) {
  return withFolder(2 * size, async (folder) => {
    const path = writeFile(folder, "file.bin", size);
    const expected = await sha256(path);
    return withServer({ ...options, program }, async (server) => {
      const client = new AttachmentClient({ apiUrl: server.apiUrl });
      await client.uploadAttachment({ ...target, filePath: path });
      const objectKey = onlyKey(server);
      const order = orderFor(server, { fileName: basename(path), objectKey });
      const download = (name) => async () => {
        const attachment = listed ? (await client.getAttachmentList(target))[0] : undefined;
        const job = jobs[name] ?? (listed ? "downloadListed" : "download");
        const took = await clients[name]({ ...order, job, attachment });
        if (took.bytes !== size) throw new Error(`${took.bytes} bytes came of ${size}`);
        if (!listed && took.sha256 !== expected) throw new Error("other bytes came than were stored");
        return took;
      };
      return use(each(names, download));
    });
  });
}

/** By name: what `make` makes of it, or the word that came with it. */
const each = (names, make) =>
  Object.fromEntries(names.map((name) => (Array.isArray(name) ? name : [name, make(name)])));
