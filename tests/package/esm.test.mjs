// The installed package as an ES module.
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { test } from "node:test";
import * as esm from "opik-attachments";
import { testEntry } from "./lib/entry-suite.mjs";

testEntry("import", esm);

const require = createRequire(import.meta.url);

test("import and require are two copies whose errors know each other", () => {
  const cjs = require("opik-attachments");
  assert.notEqual(cjs.AttachmentError, esm.AttachmentError);
  for (const [one, other] of [
    [esm, cjs],
    [cjs, esm],
  ]) {
    let thrown;
    try {
      new one.AttachmentClient({ apiUrl: 5 });
    } catch (error) {
      thrown = error;
    }
    assert.ok(thrown instanceof one.AttachmentError);
    assert.ok(thrown instanceof other.AttachmentError);
    assert.ok(thrown instanceof Error);
    assert.equal(thrown.name, "AttachmentError");
    assert.ok(!(new Error("x") instanceof one.AttachmentError));
    assert.ok(!(null instanceof one.AttachmentError));
  }
});

test("the package says its version and shows no more than its entries", () => {
  assert.equal(esm.VERSION, require("opik-attachments/package.json").version);
  assert.deepEqual(Object.keys(esm).sort(), ["AttachmentClient", "AttachmentError", "VERSION"]);
  assert.throws(() => require("opik-attachments/dist/index.js"), { code: "ERR_PACKAGE_PATH_NOT_EXPORTED" });
});
