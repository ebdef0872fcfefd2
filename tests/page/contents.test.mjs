// What the page makes of contents and types, of its address, and of names on disk. No browser.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { sample } from "../../examples/round-trip.mjs";
import { safeFileNames } from "../../pkg/shared/file-names.js";
import { importTs } from "./lib/import-ts.mjs";

const { parseCsv } = await importTs("preview/csv.ts");
const { formatJson } = await importTs("preview/json.ts");
const { kindOf } = await importTs("preview/kinds.ts");
const { typeThatOpikShows } = await importTs("preview/opik-types.ts");
const { settingsFromQuery, queryFromSettings } = await importTs("connection/deep-link.ts");

const defaults = {
  apiUrl: "http://localhost:5173/api",
  workspaceName: "default",
  projectName: "round-trip",
  entityType: "trace",
  entityId: "0190babc-62a0-71d2-832a-0feffa4676eb",
};

test("CSV is read with quotes, line breaks and whatever separates its values", () => {
  assert.deepEqual(parseCsv('\ufeffa,b\r\n"1, ""x""","2\n3"\r\n\r\n', false), {
    rows: [
      ["a", "b"],
      ['1, "x"', "2\n3"],
    ],
    isCut: false,
  });
  assert.deepEqual(parseCsv("a;b\n1,5;2\n", false).rows, [
    ["a", "b"],
    ["1,5", "2"],
  ]);
  assert.deepEqual(parseCsv("a\tb\n1\t2", false).rows, [
    ["a", "b"],
    ["1", "2"],
  ]);
});

test("of CSV that was cut, the last row is left out, and of long CSV, what comes after 500", () => {
  assert.deepEqual(parseCsv("a,b\n1,2\n3,", true), {
    rows: [
      ["a", "b"],
      ["1", "2"],
    ],
    isCut: true,
  });
  const long = parseCsv(`a,b\n${"1,2\n".repeat(2000)}`, false);
  assert.deepEqual([long.rows.length, long.isCut], [501, true]);
  assert.equal(parseCsv(`a,b\n${"1,2\n".repeat(500)}`, false).isCut, false);
});

test("JSON is indented, and what is none is left to be shown as text", () => {
  assert.equal(formatJson('{"a":[1,{}]}'), '{\n  "a": [\n    1,\n    {}\n  ]\n}');
  assert.equal(formatJson("{"), undefined);
});

test("the kind follows from the type, and from the extension where the type says nothing", () => {
  const kind = (mimeType, fileName = "x") => kindOf({ mimeType, fileName });
  assert.equal(kind("image/png"), "image");
  assert.equal(kind("TEXT/CSV; header=present"), "csv");
  assert.equal(kind("text/html"), "text");
  assert.equal(kind("application/octet-stream", "a.JSON"), "json");
  assert.equal(kind("application/octet-stream", "a.b/json"), "other");
  assert.equal(kind("application/zip", "a.json"), "other", "a type that says something wins");
});

test("types that Opik shows are known, with those that it would show instead", () => {
  const better = (mimeType, fileName = "x") => typeThatOpikShows({ mimeType, fileName });
  assert.equal(better("text/plain;charset=utf-8"), "text/plain");
  assert.equal(better("image/jpg"), "image/jpeg");
  assert.equal(better("audio/ogg"), "audio/vorbis");
  assert.equal(better("text/csv"), "text/plain");
  assert.equal(better("application/octet-stream", "a.mp4"), "video/mp4");
  assert.equal(better("application/zip", "a.zip"), undefined);
  assert.equal(better("image/tiff"), undefined);
});

test("an address names a place, and a place its address", () => {
  assert.deepEqual(settingsFromQuery("", defaults), defaults);
  const place = {
    ...defaults,
    apiUrl: "https://opik.test/x/api?",
    projectName: "a & b",
    entityType: "span",
    entityId: "1",
  };
  const query = queryFromSettings(place, defaults);
  assert.deepEqual(settingsFromQuery(query, defaults), place);
  assert.ok(!query.includes("workspace"), "what is as by default is left out");
  assert.equal(queryFromSettings(defaults, defaults), `?project=round-trip&trace=${defaults.entityId}`);
});

test("an address that holds a key or nonsense makes no place of it", () => {
  const place = settingsFromQuery("?apiKey=secret&key=secret&project=+&trace=", defaults);
  assert.deepEqual(place, defaults);
});

test("the page begins where the example uploads", () => {
  const source = readFileSync(new URL("../../www/src/connection/defaults.ts", import.meta.url), "utf8");
  for (const value of Object.values(sample)) assert.ok(source.includes(`"${value}"`), value);
});

test("names on disk hold no folders and nothing hidden", () => {
  const nameOnDisk = (name) => safeFileNames([name]).get(name);
  assert.equal(nameOnDisk("a/b\\c:d.txt"), "a_b_c_d.txt");
  assert.equal(nameOnDisk("..."), "__");
  assert.equal(nameOnDisk(".bashrc"), "_bashrc");
  assert.equal(nameOnDisk("ends. "), "ends_");
  assert.equal(nameOnDisk("Été.txt"), "Été.txt");
});
