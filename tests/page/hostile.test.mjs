// Names and files made to break out of the page: nothing of them runs, loads or is rendered as a page.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { openPreview, rowOf, transferIn } from "./lib/actions.mjs";
import { site } from "./lib/visit.mjs";

/** Whatever runs, in whichever way, leaves a trace on one of these, or asks the address for something. */
const beacon = "http://127.0.0.1:9/ran";
const attack = `window.ran=1;top.ran=1;fetch('${beacon}');new Image().src='${beacon}'`;
const names = [
  `<img src=x onerror="${attack.replaceAll("/", "∕")}">.txt`,
  `"><script>window.ran=1<${"∕"}script>.html`,
  "javascript:window.ran=1",
  "' onmouseover='window.ran=1' x='.txt",
  "${window.ran=1}.txt",
  "__proto__",
  "invoice\u202efdp.exe",
];
const markup = `<!doctype html><base href="${beacon}"><script>${attack}</script><img src=x onerror="${attack}">
  <iframe srcdoc="<script>${attack}</script>"></iframe><meta http-equiv=refresh content="0;url=${beacon}">`;
const svg = `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"
  width="40" height="40" onload="${attack}">
  <script>${attack}</script><image href="${beacon}" xlink:href="${beacon}" width="9" height="9"/>
  <foreignObject width="9" height="9">
    <body xmlns="http://www.w3.org/1999/xhtml"><img src="${beacon}" onerror="${attack}"/></body>
  </foreignObject>
  <rect width="40" height="40" fill="red"/></svg>`;
const pdf =
  `%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R/OpenAction<</S/JavaScript/JS(${attack})>>>>endobj\n` +
  "2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>";

const files = [
  ...names.map((name) => ({ name, mimeType: "text/plain", buffer: Buffer.from(markup) })),
  { name: "page.html", mimeType: "text/html", buffer: Buffer.from(markup) },
  { name: "page.xhtml", mimeType: "application/xhtml+xml", buffer: Buffer.from(markup) },
  { name: "picture.svg", mimeType: "image/svg+xml", buffer: Buffer.from(svg) },
  { name: "svg as text.xml", mimeType: "text/xml", buffer: Buffer.from(svg) },
  { name: "page as a picture.png", mimeType: "image/png", buffer: Buffer.from(markup) },
  { name: "page as a film.mp4", mimeType: "video/mp4", buffer: Buffer.from(markup) },
  { name: "page as a document.pdf", mimeType: "application/pdf", buffer: Buffer.from(markup) },
  { name: "script.pdf", mimeType: "application/pdf", buffer: Buffer.from(pdf) },
  {
    name: "table.csv",
    mimeType: "text/csv",
    buffer: Buffer.from(`"<img src=x onerror=window.ran=1>",=cmd|'x'!A1\n1,2\n`),
  },
  {
    name: "data.json",
    mimeType: "application/json",
    buffer: Buffer.from('{"__proto__":{"ran":1},"a":"<script>window.ran=1</script>"}'),
  },
  { name: "type.txt", mimeType: 'text/html"><script>window.ran=1</script>', buffer: Buffer.from("x") },
];

describe("hostile attachments", () => {
  const at = site({ mode: "store" });

  test("nothing of them runs, whether they are uploaded, listed, previewed or downloaded", async () => {
    // High enough for all rows at once.
    const { page, requests, target } = await at.open({ context: { viewport: { width: 1280, height: 1800 } } });
    const beforehand = new Set(await page.locator("body *").evaluateAll((all) => all.map(({ tagName }) => tagName)));
    await page.getByLabel("Files to upload").setInputFiles(files);
    await page.getByRole("heading", { name: new RegExp(`^${files.length} uploaded`) }).waitFor();

    const shown = (name) => name.replace("\u202e", "\\u202e");
    for (const { name } of files) await rowOf(page, shown(name)).waitFor();
    for (const { name } of files) {
      const dialog = await openPreview(page, shown(name));
      await dialog.locator(".content > :not(progress)").waitFor();
      assert.equal(await dialog.getByRole("heading").first().textContent(), shown(name));
      // A PDF viewer has frames of its own; nothing else may come into one.
      for (const frame of page.frames().slice(1)) assert.doesNotMatch(frame.url(), /^(https?|data|javascript):/);
      // By its button: Chromium's PDF viewer takes the focus at a time of its choice, and the keyboard with it.
      await dialog.getByRole("button", { name: "Close" }).click();
      await dialog.waitFor({ state: "detached" });
    }
    await page.mouse.move(600, 300);
    await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("button", { name: "Download page.html" }).click(),
    ]);
    await transferIn(page, "page.html", "done").first().waitFor();

    assert.equal(await page.evaluate(() => window.ran ?? {}.ran), undefined);
    assert.deepEqual(
      requests.map((request) => request.url()).filter((url) => url.startsWith(beacon)),
      [],
    );
    assert.ok(page.url().includes(target.entityId), "the page is still there");
    const expected = ["IMG", "SCRIPT", "IFRAME", "BASE", "META", "OBJECT", "EMBED"];
    const afterwards = new Set(await page.locator("body *").evaluateAll((all) => all.map(({ tagName }) => tagName)));
    const appeared = expected.filter((tag) => afterwards.has(tag) && !beforehand.has(tag));
    assert.deepEqual(appeared, []);
  });

  test("the page's policy lets in its own files and nothing else", async () => {
    const { page } = await at.open();
    const text = await page.locator("meta[http-equiv=Content-Security-Policy]").getAttribute("content");
    const policy = Object.fromEntries(
      text
        .split(";")
        .map((directive) => directive.trim().split(/\s+/))
        .map(([name, ...values]) => [name, values.join(" ")]),
    );
    assert.deepEqual(policy, {
      "default-src": "'none'",
      "base-uri": "'none'",
      "form-action": "'none'",
      "script-src": "'self' 'wasm-unsafe-eval'",
      "style-src": "'self'",
      "img-src": "'self' blob:",
      "media-src": "blob:",
      "frame-src": "blob:",
      // Opik's server and its store may be anywhere.
      "connect-src": "http: https:",
      "require-trusted-types-for": "'script'",
      "trusted-types": "'none'",
    });
  });

  test("the page itself may run no inline script, no eval and no markup, and load nothing from elsewhere", async () => {
    const { page } = await at.open();
    const blocked = await page.evaluate(async (address) => {
      // What a test evaluates may use eval; what comes in a task of its own may not.
      await new Promise((resolve) => setTimeout(resolve));
      const violations = [];
      document.addEventListener("securitypolicyviolation", ({ effectiveDirective }) =>
        violations.push(effectiveDirective),
      );
      const tried = {};
      const attempt = (name, work) => {
        try {
          work();
          tried[name] = "allowed";
        } catch {
          tried[name] = "refused";
        }
      };
      attempt("eval", () => (0, eval)("1"));
      attempt("markup", () => (document.createElement("div").innerHTML = "<b>x</b>"));
      const style = document.createElement("style");
      style.textContent = "body { color: red }";
      document.head.append(style);
      const picture = document.createElement("img");
      picture.src = address;
      await new Promise((resolve) => picture.addEventListener("error", resolve));
      const frame = document.createElement("iframe");
      frame.src = address;
      document.body.append(frame);
      await new Promise((resolve) => setTimeout(resolve, 200));
      return { tried, violations: [...new Set(violations)].sort() };
    }, beacon);
    assert.deepEqual(blocked.tried, { eval: "refused", markup: "refused" });
    for (const directive of ["frame-src", "img-src", "style-src-elem"])
      assert.ok(blocked.violations.includes(directive), directive);
  });
});
