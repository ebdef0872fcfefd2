// Amazon's own uploader with its defaults, straight to the bucket: it has the bucket's keys, and asks no Opik.
import { GetObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { Upload } from "@aws-sdk/lib-storage";
import { createReadStream } from "node:fs";
import { basename } from "node:path";
import { inLanes } from "./concurrent.mjs";
import { measured } from "./run-operation.mjs";
import { digestOf, drain } from "./drain.mjs";

const Bucket = "opik-attachments";
// The local server's keys, which are no secret.
const credentials = { accessKeyId: "local-access-key", secretAccessKey: "local-secret-key" };
const clientOf = ({ storeUrl }) =>
  new S3Client({ endpoint: storeUrl, region: "us-east-1", credentials, forcePathStyle: true });

const upload = (client, path) =>
  new Upload({ client, params: { Bucket, Key: basename(path), Body: createReadStream(path) } }).done();

await measured({
  upload: (order) => upload(clientOf(order), order.paths[0]),
  uploadMany(order) {
    const client = clientOf(order);
    return inLanes(order.paths.length, order.lanes, (index) => upload(client, order.paths[index]));
  },
  async download({ objectKey, ...order }, began) {
    const client = clientOf(order);
    const read = async () => (await client.send(new GetObjectCommand({ Bucket, Key: objectKey }))).Body;
    const drained = await drain(await read(), began);
    return { ...drained, afterwards: async () => digestOf(await read()) };
  },
});
