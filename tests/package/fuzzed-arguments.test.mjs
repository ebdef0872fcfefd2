// Makes thousands of calls with values of every type in any field: each ends with a result, an AttachmentError, or the
// reason of its signal. Seeded, so that a failure can be repeated; FUZZ_SEED sets the seed.
import assert from "node:assert/strict";
import { test } from "node:test";
import { AttachmentClient, AttachmentError } from "opik-attachments";

const calls = 5000;
const seed = Number(process.env.FUZZ_SEED ?? 20261122);

/** The generator of Numerical Recipes, which is good enough to pick from lists. */
function generator(state) {
  return () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32;
}

function revoked(target) {
  const { proxy, revoke } = Proxy.revocable(target, {});
  revoke();
  return proxy;
}

function detached() {
  const buffer = new ArrayBuffer(8);
  structuredClone(buffer, { transfer: [buffer] });
  return buffer;
}

const throws = () => {
  throw new Error("trap");
};
/** Functions that return the values: streams and responses can be used only once. */
const values = [
  ...[undefined, null, true, false, 0, -0, 1, -1, 1.5, NaN, Infinity, 2 ** 53, 10n, "", "a", "\ud800", "\0", "..", "a/../b"],
  ...["x".repeat(2000), "trace", "span", "skip", "text/plain", "http://x/y", "file:///nope", Symbol("s")],
  ...[() => {}, async () => {}, class {}, /x/, new Map(), new Date(0), new Error("e"), new Number(5), new String("trace")],
  ...[Promise.resolve(1), { then: throws }, { toString: throws }, Object.create(null), globalThis, Math],
  ...[new Proxy({}, { get: throws }), revoked({}), revoked([]), revoked(() => {}), detached()],
].map((value) => () => value);
values.push(
  ...[() => [], () => [1], () => ["a"], () => ({}), () => new Blob(["x"]), () => new File(["x"], "f"), () => new ArrayBuffer(3)],
  ...[() => new Uint8Array(2), () => new SharedArrayBuffer(4), () => new Uint8Array(new SharedArrayBuffer(4))],
  ...[() => new Response("r"), () => new Blob(["z"]).stream(), () => AbortSignal.abort("reason")],
  ...[() => new AbortController().signal, () => new URL("file:///nope"), () => new URL("https://x/")],
);

const id = "0190babc-62a0-71d2-832a-0feffa4676eb";
const fields = ["projectName", "entityType", "entityId", "signal", "fileName", "mimeType", "link", "range", "file", "filePath", "ifExists", "fileNames"];
const options = ["apiUrl", "apiKey", "workspaceName", "projectName", "partSize", "onRetry"];
const methods = ["getAttachmentList", "downloadAttachment", "uploadAttachment", "deleteAttachments"];

/** Answers every request with success. */
async function succeed(url) {
  if (url.endsWith("/retrieve")) return Response.json({ id });
  if (url.endsWith("/upload-start")) return Response.json({ upload_id: "BEMinIO", pre_sign_urls: ["x"] });
  if (!url.includes("/list?")) return new Response("bytes");
  return Response.json({ total: 1, content: [{ file_name: "a", file_size: 1, mime_type: "x/y", link: "http://e/a" }] });
}

test(`${calls} calls with fuzzed arguments, seed ${seed}`, async (t) => {
  const random = generator(seed);
  const pick = () => values[Math.floor(random() * values.length)]();
  const replaceSome = (object, keys, share) => {
    for (const key of keys) if (random() < share) object[key] = pick();
    return object;
  };
  t.mock.method(globalThis, "fetch", succeed);
  const escaped = [];
  const note = (error) => escaped.push(error);
  process.on("unhandledRejection", note);

  const outcomes = new Map();
  for (let call = 0; call < calls; call += 1) {
    const settings = replaceSome({ maxAttempts: 1, fetch: random() < 0.9 ? succeed : pick() }, options, 0.05);
    let client;
    try {
      client = new AttachmentClient(settings);
    } catch (error) {
      assert.ok(error instanceof AttachmentError && error.code === "INVALID_ARGUMENT", error);
      continue;
    }
    const argument = replaceSome({ entityType: "trace", entityId: id, fileName: "a", file: new Blob(["x"]), fileNames: ["a"] }, fields, 0.1);
    const outcome = await client[methods[call % methods.length]](random() < 0.95 ? argument : pick()).then(
      () => "fulfilled",
      (error) => {
        if (error === "reason") return "aborted";
        assert.ok(error instanceof AttachmentError, `call ${call}: ${String(error)}`);
        return error.code;
      },
    );
    outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
  }
  await new Promise((resolve) => setTimeout(resolve, 10));
  process.removeListener("unhandledRejection", note);
  assert.deepEqual(escaped, []);
  // The run is meaningful only if many calls succeed and many are refused.
  for (const outcome of ["fulfilled", "INVALID_ARGUMENT"]) assert.ok(outcomes.get(outcome) > calls / 10, [...outcomes].join(" "));
});
