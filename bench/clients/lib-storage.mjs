// Amazon's uploader with its defaults. It accesses the bucket directly with its keys, without Opik.
import { GetObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { Upload } from "@aws-sdk/lib-storage";
import { createReadStream } from "node:fs";
import { basename } from "node:path";
import { runConcurrently } from "./concurrent.mjs";
import { runOperation } from "./run-operation.mjs";
import { digestOf, drain } from "./drain.mjs";

const Bucket = "opik-attachments";
// The local server's keys, which are not secret.
const credentials = { accessKeyId: "local-access-key", secretAccessKey: "local-secret-key" };
const clientOf = ({ storeUrl }) =>
  new S3Client({ endpoint: storeUrl, region: "us-east-1", credentials, forcePathStyle: true });

const upload = (client, path) =>
  new Upload({ client, params: { Bucket, Key: basename(path), Body: createReadStream(path) } }).done();

await runOperation({
  upload: (options) => upload(clientOf(options), options.paths[0]),
  uploadMany(options) {
    const client = clientOf(options);
    return runConcurrently(options.paths.length, options.concurrency, (index) => upload(client, options.paths[index]));
  },
  async download({ objectKey, ...options }, began) {
    const client = clientOf(options);
    const read = async () => (await client.send(new GetObjectCommand({ Bucket, Key: objectKey }))).Body;
    const drained = await drain(await read(), began);
    return { ...drained, afterwards: async () => digestOf(await read()) };
  },
});
