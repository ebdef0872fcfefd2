const { AttachmentClient } = require("opik-attachments");

import("../scenario.js").then(async ({ runScenario }) => {
  console.log(JSON.stringify(await runScenario(AttachmentClient, JSON.parse(process.argv[2]))));
});
