// The texts of the files that hold settings, and names of settings that were meant.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { closestName } from "../src/js/closest_name.js";
import { readConfigFile, readEnvFile } from "../src/js/config_files.js";

/** What reading fails with, which may repeat nothing of the file. */
function refusal(read, text) {
  try {
    read("the/file", text);
  } catch ({ field, expected, received }) {
    assert.doesNotMatch(`${field} ${expected} ${received}`, /hunter2/);
    return `${field}: ${expected}`;
  }
  assert.fail(`taken: ${text}`);
}

describe(".env", () => {
  const value = (text) => readEnvFile(".env", text).OPIK_API_KEY;

  test("values as dotenv reads them", () => {
    for (const [line, expected] of [
      ["OPIK_API_KEY=key", "key"],
      ["  export   OPIK_API_KEY = key # mine", "key"],
      ["OPIK_API_KEY: key", "key"],
      ["OPIK_API_KEY=a*b=c", "a*b=c"],
      ["OPIK_API_KEY=key#mine", "key"],
      ["OPIK_API_KEY=", ""],
      ["OPIK_API_KEY=\t\nOTHER=x", ""],
      ["OPIK_API_KEY=# mine", ""],
      ['OPIK_API_KEY="key # 1" # mine', "key # 1"],
      ["OPIK_API_KEY='a\\nb'", "a\\nb"],
      ['OPIK_API_KEY="a\\nb"', "a\nb"],
      ['OPIK_API_KEY=`it\'s "quoted"`', 'it\'s "quoted"'],
      ['OPIK_API_KEY="a\\"b"', 'a\\"b'],
      ["OPIK_API_KEY='two\nlines'", "two\nlines"],
      ["OPIK_API_KEY=it's", "it's"],
      ["OPIK_API_KEY=first\nOPIK_API_KEY=last", "last"],
    ]) {
      assert.equal(value(line), expected, line);
      assert.equal(value(`# a comment\n\nA=b\nnonsense\n${line}\nOTHER="x\ny"\n`), expected, line);
    }
  });

  test("names are whole, and other variables are not looked at", () => {
    for (const text of [
      "",
      "# OPIK_API_KEY=key",
      "MY_OPIK_API_KEY=key",
      "opik_api_key=key",
      "OPIK_API_KEY_OLD=key",
      'CERTIFICATE="-----\nOPIK_API_KEY=key\n-----"',
      "exportOPIK_API_KEY=key",
    ]) {
      assert.equal(value(text), undefined, text);
    }
    assert.equal(value('OTHER="it\nOPIK_API_KEY=key'), "key", "a quote that is never closed swallows nothing");
  });

  test("a broken line is named by its number", () => {
    for (const [text, line] of [
      ["OPIK_API_KEY hunter2", 1],
      ["# mine\n\n  export OPIK_API_KEY hunter2", 3],
      ['A="x\ny"\nOPIK_API_KEY:hunter2', 3],
      ['OPIK_API_KEY="hunter2', 1],
      ["OPIK_WORKSPACE='a'\nOPIK_API_KEY='hunter2\nA=b", 2],
      ["OPIK_API_KEY='hunter2' hunter2", 1],
      ["OPIK_API_KEY=hunter2\ufffd", 1],
      ["OPIK_API KEY=hunter2", 1],
    ]) {
      assert.equal(refusal(readEnvFile, text).split(": ")[0], `the/file, line ${line}`, text);
    }
  });
});

describe("the configuration file", () => {
  const read = (text) => readConfigFile("the/file", text);

  test("files as people write them", () => {
    const text =
      "; mine\n[other]\napi_key = no\nnonsense\n  deeper\n[opik] ; ours\n# comment\nURL_OVERRIDE=http://h/api/\n" +
      "api_key = \"a=b*c\"\nworkspace =\ncheck_tls_certificate = false\nproject_name = 'My #1 project'\n[last]\nurl_override = no\n";
    assert.deepEqual(read(text), { apiUrl: "http://h/api/", apiKey: "a=b*c", workspaceName: "", projectName: "My #1 project" });
  });

  test("colons, percent signs and indentation are Python's, whose interpolation Opik's SDK switches off", () => {
    const text = "[opik]\n  url_override: http://h:1/api\n\n  workspace : a=b\n  project_name = 100%%#1%(x)s\n";
    assert.deepEqual(read(text), { apiUrl: "http://h:1/api", workspaceName: "a=b", projectName: "100%%#1%(x)s" });
  });

  test("nothing in the file is no settings", () => {
    for (const text of ["", "\n\n", "# url_override = http://h\n;\n", "[opik]\n"]) assert.deepEqual(read(text), {});
  });

  test("the other settings of Opik's SDKs are passed over", () => {
    const others = ["default_llm", "analytics_url", "guardrails_url_override", "sentry_dsn", "environment", "check_tls_certificate", "logging_file"];
    assert.deepEqual(read(`[opik]\n${others.map((key) => `${key} = x`).join("\n")}`), {});
  });

  test("what would be read in a way nobody means is named by its line", () => {
    for (const [text, line, expected] of [
      ["url_override = http://hunter2", 1, "[opik] first"],
      ["# mine\n\n[OPIK]\napi_key = hunter2", 3, "[opik]"],
      ["[opik\nurl_override = hunter2", 1, "[opik] first"],
      ["[opik]\nhunter2", 2, "key = value"],
      ["[opik]\nurl_override http://hunter2", 2, "key = value"],
      ["[opik]\napi_key = a\n  hunter2", 3, "indented"],
      ["[opik]\napi_key = a\n\n\turl_override = hunter2", 4, "indented"],
      ["[opik]\napi_key =\napi_key = hunter2", 3, "once"],
      ["[opik]\n[other]\n[opik]\napi_key = hunter2", 3, "one section"],
      ["[opik]\napi_key = hunter2 # mine", 2, "comments"],
      ["[opik]\nproject_name = hunter2 ; mine", 2, "comments"],
      ["[opik]\nurl_overide = http://hunter2", 2, "url_override"],
      ["[opik]\nurl = http://hunter2", 2, "url_override"],
      ["[opik]\nAPI-KEY = hunter2", 2, "api_key"],
      ["[opik]\nproject_name = hunter2\ufffd", 2, "UTF-8"],
    ]) {
      const message = refusal(readConfigFile, text);
      assert.ok(message.startsWith(`the/file, line ${line}: `) && message.includes(expected), `${text}: ${message}`);
    }
    assert.match(refusal(readConfigFile, "[comet]\napi_key = hunter2\n"), /^the\/file: a section \[opik\]/);
  });
});

describe("names that were meant", () => {
  const options = ["apiUrl", "apiKey", "workspaceName", "projectName", "concurrency", "partSize", "maxAttempts", "stallTimeout", "onRetry", "fetch"];
  const known = Object.fromEntries(options.map((name) => [name, name]));

  test("slips, other spellings and the names of other clients", () => {
    const meant = { baseUrl: "apiUrl", baseURL: "apiUrl", url: "apiUrl", base_url: "apiUrl", host: "apiUrl", apiURL: "apiUrl", api_url: "apiUrl", apikey: "apiKey", key: "apiKey", workspace: "workspaceName", workspacename: "workspaceName", project: "projectName", projctName: "projectName", maxAttempt: "maxAttempts", onretry: "onRetry", concurency: "concurrency" };
    for (const [name, expected] of Object.entries(meant)) assert.equal(closestName(name, known), expected, name);
  });

  test("no key of Opik's own configuration, and nothing else", () => {
    for (const name of ["environment", "requestOptions", "batchDelayMs", "holdUntilFlush", "promptCacheTtlSeconds", "headers", "debug", "name", "x", "", "timeoutSeconds"]) {
      assert.equal(closestName(name, known), undefined, name);
    }
  });
});
