// The installed package by require.
const cjs = require("opik-attachments");

import("./main-job.mjs").then(({ mainJob }) => mainJob("require", cjs));
