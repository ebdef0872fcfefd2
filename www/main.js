import { AttachmentClient, AttachmentError } from "opik-attachments";

const client = new AttachmentClient({ apiUrl: "/api" });

const form = document.querySelector("#target");
const fileInput = document.querySelector("#files");
const statusLines = document.querySelector("#status");
const refreshButton = document.querySelector("#refresh");
const message = document.querySelector("#message");
const table = document.querySelector("#list");

/** The trace or span that the fields name. */
function target() {
  const { projectName, entityType, entityId } = form.elements;
  return {
    projectName: projectName.value.trim(),
    entityType: entityType.value,
    entityId: entityId.value.trim(),
  };
}

// The list

let listing = new AbortController();

/** Shows what the trace or span carries. A newer call ends an older one, whose answer would be out of date. */
async function refresh() {
  listing.abort();
  listing = new AbortController();
  const { signal } = listing;
  const of = target();
  try {
    const attachments = await client.getAttachmentList({ ...of, signal });
    showList(attachments.map((attachment) => row(of, attachment)));
    showMessage(attachments.length > 0 ? "" : "No attachments yet. Upload a file to add one.");
  } catch (error) {
    if (signal.aborted) return;
    showList([]);
    showMessage(explain(error), true);
  }
}

function showList(rows) {
  // The rows are new elements: the button that had the focus is found again by its label.
  const inTable = table.contains(document.activeElement);
  const label = document.activeElement?.getAttribute("aria-label");
  table.tBodies[0].replaceChildren(...rows);
  table.hidden = rows.length === 0;
  if (!inTable) return;
  const same = [...table.querySelectorAll("button")].find((button) => button.getAttribute("aria-label") === label);
  (same ?? refreshButton).focus();
}

function showMessage(text, failed = false) {
  message.textContent = text;
  message.hidden = text === "";
  message.classList.toggle("failed", failed);
}

function row(of, attachment) {
  const { fileName, mimeType, fileSize } = attachment;
  const actions = element("td");
  actions.append(
    button("Download", fileName, () => download(of, attachment)),
    button("Delete", fileName, () => remove(of, fileName)),
  );
  const tr = element("tr");
  tr.append(element("td", fileName), element("td", mimeType), element("td", readableSize(fileSize)), actions);
  return tr;
}

// What can be done with a file

async function upload(of, file) {
  const work = () => client.uploadAttachment({ ...of, file });
  await report(`${file.name}, ${readableSize(file.size)}`, "uploading…", "uploaded", work);
  await refresh();
}

async function download(of, attachment) {
  await report(attachment.fileName, "downloading…", "downloaded", async () => {
    const stream = await client.downloadAttachment({ ...of, ...attachment });
    save(await new Response(stream).blob(), attachment.fileName);
  });
}

async function remove(of, fileName) {
  const work = () => client.deleteAttachments({ ...of, fileNames: [fileName] });
  await report(fileName, "deleting…", "deleted", work);
  await refresh();
}

function save(blob, fileName) {
  const link = element("a");
  link.href = URL.createObjectURL(blob);
  link.download = fileName;
  link.click();
  // Not at once: some browsers read the URL only after the click has been handled.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

// The status

/** Does the work, with a line that tells how it goes. */
async function report(subject, doing, done, work) {
  const line = element("li");
  const outcome = element("span", doing);
  line.append(element("bdi", subject), ": ", outcome);
  line.dataset.state = "busy";
  statusLines.append(line);
  try {
    await work();
    outcome.textContent = done;
    line.dataset.state = "done";
  } catch (error) {
    outcome.textContent = explain(error);
    line.dataset.state = "failed";
  }
}

/** Makes room for what was just asked for. */
function clearStatus() {
  for (const line of statusLines.querySelectorAll(":not([data-state=busy])")) line.remove();
}

function explain(error) {
  if (!(error instanceof AttachmentError)) return String(error);
  return [`${error.code}:`, error.message, error.hint].filter(Boolean).join(" ");
}

function readableSize(bytes) {
  const units = ["bytes", "KiB", "MiB", "GiB", "TiB"];
  let unit = 0;
  let size = bytes;
  for (; size >= 1024 && unit < units.length - 1; unit += 1) size /= 1024;
  return `${Number(size.toFixed(1))} ${units[unit]}`;
}

// Elements. Names and messages come from elsewhere: they are only ever set as text.

function element(tag, text = "") {
  const made = document.createElement(tag);
  made.textContent = text;
  return made;
}

function button(text, fileName, onClick) {
  const made = element("button", text);
  made.type = "button";
  made.setAttribute("aria-label", `${text} ${fileName}`);
  made.addEventListener("click", () => {
    clearStatus();
    onClick();
  });
  return made;
}

// The fields

form.addEventListener("submit", (event) => event.preventDefault());

for (const field of [form.elements.projectName, form.elements.entityType, form.elements.entityId]) {
  field.addEventListener("change", refresh);
}

document.querySelector("#new-id").addEventListener("click", () => {
  form.elements.entityId.value = crypto.randomUUID();
  refresh();
});

fileInput.addEventListener("change", () => {
  const of = target();
  clearStatus();
  for (const file of fileInput.files) upload(of, file);
});

fileInput.addEventListener("click", () => {
  // So that choosing the same file again is a change too.
  fileInput.value = "";
});

refreshButton.addEventListener("click", refresh);

refresh();
