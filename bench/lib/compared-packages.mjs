// The packages that this one is compared with. `program` imports what lists, downloads, uploads and deletes, as far as the
// package can; `firstRequest` is a Node program that sends a request to URL.

export const comparedPackages = [
  {
    packages: ["opik@2.0.40"],
    program: `export { Opik } from "opik";`,
    firstRequest: `import { Opik } from "opik";
      new Opik({ apiUrl: URL, apiKey: "none", workspaceName: "default" }).api.projects.retrieveProject({ name: "any" });`,
  },
  {
    packages: ["@aws-sdk/client-s3@3.1169.0", "@aws-sdk/lib-storage@3.1169.0"],
    program: `export { S3Client, DeleteObjectCommand, GetObjectCommand, ListObjectsV2Command } from "@aws-sdk/client-s3";
      export { Upload } from "@aws-sdk/lib-storage";`,
    firstRequest: `import { S3Client } from "@aws-sdk/client-s3";
      import { Upload } from "@aws-sdk/lib-storage";
      const credentials = { accessKeyId: "any", secretAccessKey: "any" };
      const client = new S3Client({ endpoint: URL, region: "any", credentials, forcePathStyle: true });
      new Upload({ client, params: { Bucket: "any", Key: "any", Body: "hello" } }).done();`,
  },
  {
    packages: ["@azure/storage-blob@12.34.0"],
    program: `export { BlockBlobClient, ContainerClient } from "@azure/storage-blob";`,
    firstRequest: `import { BlockBlobClient } from "@azure/storage-blob";
      new BlockBlobClient(URL + "/any/any").upload("hello", 5);`,
  },
  {
    packages: ["@uppy/aws-s3@6.3.1", "@uppy/core@6.3.1"],
    program: `export { default as AwsS3 } from "@uppy/aws-s3"; export { default as Uppy } from "@uppy/core";`,
  },
  {
    packages: ["tus-js-client@4.3.1"],
    program: `export { Upload } from "tus-js-client";`,
    firstRequest: `import { Upload } from "tus-js-client";
      new Upload(Buffer.from("hello"), { endpoint: URL }).start();`,
  },
  {
    packages: ["@huggingface/hub@2.17.5"],
    program: `export { deleteFile, downloadFile, listFiles, uploadFile } from "@huggingface/hub";`,
    firstRequest: `import { listFiles } from "@huggingface/hub";
      for await (const file of listFiles({ repo: "any/any", hubUrl: URL })) void file;`,
  },
  {
    packages: ["langsmith@0.12.0"],
    program: `export { Client } from "langsmith";`,
    firstRequest: `import { Client } from "langsmith";
      new Client({ apiUrl: URL, apiKey: "none" }).readProject({ projectName: "any" });`,
  },
];

export const ownFirstRequest = `import { AttachmentClient } from "opik-attachments";
  const target = { entityType: "trace", entityId: "0190babc-62a0-71d2-832a-0feffa4676eb" };
  new AttachmentClient({ apiUrl: URL }).getAttachmentList(target);`;
