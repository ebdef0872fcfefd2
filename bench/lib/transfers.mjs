// Transfers files to and from a local server with each client, and verifies the bytes afterwards.
import { basename } from "node:path";
import { AttachmentClient } from "opik-attachments";
import { startServer } from "../../scripts/lib/server.mjs";
import { programs } from "./run-client.mjs";
import { onCpus, serverCpus } from "./cpus.mjs";
import { sha256, writeFile } from "./generated-files.mjs";
import { withTempFolder } from "./temp-folder.mjs";
import { checkStored, onlyKey } from "./stored-objects.mjs";

const projectName = "Default Project";
export const target = { entityType: "trace", entityId: "0190babc-62a0-71d2-832a-0feffa4676eb" };

const launch = (command, args) => onCpus(serverCpus, command, args);

/** Calls `use` with a server that is pinned to its processors. */
export async function withServer(options, use) {
  const server = await startServer({ ...options, launch });
  try {
    return await use(server);
  } finally {
    await server.stop();
  }
}

/** Returns the options that all programs understand. */
export const optionsFor = ({ apiUrl, storeUrl }, more) => ({ apiUrl, storeUrl, projectName, target, ...more });

/**
 * Calls `use` with clients that each upload `count` files of `size` bytes to a new server, and then compares its store
 * with the files. `names` are those of clients, or pairs of a name and why that client does not support it.
 */
export async function withUploads({ server: options, program, names, size, count = 1, concurrency }, use) {
  return withTempFolder(size * count, async (folder) => {
    const paths = Array.from({ length: count }, (_, index) => writeFile(folder, `file-${index}.bin`, size));
    const digests = await Promise.all(paths.map(sha256));
    const operation = count === 1 ? "upload" : "uploadMany";
    const upload = (name) => () =>
      withTempFolder(size * count, (data) =>
        withServer({ ...options, data, program }, async (server) => {
          const measurement = await programs[name](optionsFor(server, { operation, paths, concurrency }));
          await checkStored(server, digests);
          return measurement;
        }),
      );
    return use(byName(names, upload));
  });
}

/**
 * Calls `use` with clients that each download a file of `size` bytes from one server. They report how many bytes they
 * received, and the digest of a second download. `operations` overrides the operation of a client by its name.
 */
export async function withDownloads({ server: serverOptions, program, names, size, listed = false, operations = {} }, use) {
  return withTempFolder(2 * size, async (folder) => {
    const path = writeFile(folder, "file.bin", size);
    const expected = await sha256(path);
    return withServer({ ...serverOptions, program }, async (server) => {
      const client = new AttachmentClient({ apiUrl: server.apiUrl });
      await client.uploadAttachment({ ...target, filePath: path });
      const objectKey = onlyKey(server);
      const options = optionsFor(server, { fileName: basename(path), objectKey });
      const download = (name) => async () => {
        const attachment = listed ? (await client.getAttachmentList(target))[0] : undefined;
        const operation = operations[name] ?? (listed ? "downloadListed" : "download");
        const measurement = await programs[name]({ ...options, operation, attachment });
        if (measurement.bytes !== size) throw new Error(`received ${measurement.bytes} of ${size} bytes`);
        if (!listed && measurement.sha256 !== expected) throw new Error("received other bytes than were stored");
        return measurement;
      };
      return use(byName(names, download));
    });
  });
}

/** Returns the clients by name: functions, or the reason why a client does not support it. */
const byName = (names, make) =>
  Object.fromEntries(names.map((name) => (Array.isArray(name) ? name : [name, make(name)])));
