const { AttachmentClient } = require("opik-attachments");

import("../scenario.js").then(async ({ doJob }) => {
  console.log(JSON.stringify(await doJob(AttachmentClient, JSON.parse(process.argv[2]))));
});
