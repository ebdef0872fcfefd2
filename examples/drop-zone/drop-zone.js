// A page with a drop zone that attaches files to a trace, each with its progress and a cancel button. In this repository:
//
//   OPIK_URL_OVERRIDE=http://localhost:5173/api node examples/same-origin-proxy.mjs examples/drop-zone
//
// and then http://127.0.0.1:8080/?trace=0190babc-62a0-71d2-832a-0feffa4676eb. In your page, apiUrl is the address of your
// Opik, or that of a proxy on your page's origin.
import { AttachmentClient } from "opik-attachments";

const client = new AttachmentClient({ apiUrl: "/api" });
const entityId = new URLSearchParams(location.search).get("trace") ?? "0190babc-62a0-71d2-832a-0feffa4676eb";
const target = { entityType: "trace", entityId };

const zone = document.querySelector("#zone");
const picker = document.querySelector("#files");

zone.addEventListener("dragover", (event) => {
  // Otherwise the browser would open the file.
  event.preventDefault();
  zone.classList.add("over");
});
zone.addEventListener("dragleave", () => zone.classList.remove("over"));
zone.addEventListener("drop", (event) => {
  event.preventDefault();
  zone.classList.remove("over");
  uploadAll(event.dataTransfer.files);
});
picker.addEventListener("change", async () => {
  await uploadAll(picker.files);
  // Choosing the same file again then fires another change event.
  picker.value = "";
});

async function uploadAll(files) {
  await Promise.all([...files].map(upload));
  await showAttachments();
}

async function upload(file) {
  const controller = new AbortController();
  const bar = element("progress", { max: 1, value: 0, ariaLabel: `Progress of ${file.name}` });
  const cancel = element("button", { type: "button", textContent: "Cancel", ariaLabel: `Cancel ${file.name}` });
  const line = element("li");
  // Sets names as text, since they are untrusted.
  line.append(element("span", { className: "name", textContent: file.name }), bar, cancel);
  document.querySelector("#uploads").append(line);
  cancel.addEventListener("click", () => controller.abort());

  let outcome = "uploaded";
  try {
    const onProgress = ({ loaded, total }) => (bar.value = total ? loaded / total : 1);
    await client.uploadAttachment({ ...target, file, signal: controller.signal, onProgress });
  } catch (error) {
    outcome = controller.signal.aborted ? "cancelled" : explain(error);
  }
  cancel.replaceWith(outcome);
}

async function showAttachments() {
  try {
    const attachments = await client.getAttachmentList(target);
    const texts = attachments.map(({ fileName, fileSize }) => `${fileName}, ${fileSize} bytes`);
    const lines = texts.map((textContent) => element("li", { textContent }));
    document.querySelector("#attachments").replaceChildren(...lines);
    document.querySelector("#message").textContent = lines.length === 0 ? "None yet." : "";
  } catch (error) {
    document.querySelector("#message").textContent = explain(error);
  }
}

const explain = ({ message, code, hint }) => [message, code && `(${code})`, hint].filter(Boolean).join(" ");
const element = (tag, properties) => Object.assign(document.createElement(tag), properties);

await showAttachments();
