// The installed package by require.
const cjs = require("opik-attachments");

import("./lib/entry-suite.mjs").then(({ testEntry }) => testEntry("require", cjs));
