// The entry of the page: connects its parts.

import { connect } from "./connection/connection";
import { connectionForm } from "./connection/form";
import { Deletions } from "./deletions/deletions";
import { showUndoToasts } from "./deletions/undo-toasts";
import { byId, setText } from "./dom/element";
import { icon } from "./dom/icon";
import { toast } from "./dom/toast";
import { download } from "./downloads/downloads";
import { errorDialog } from "./errors/error-dialog";
import { ListView } from "./list/list-view";
import { Listing } from "./list/listing";
import { Thumbnails } from "./list/thumbnails";
import { openPreview } from "./preview/dialog";
import { askAboutConflicts } from "./transfers/conflict-dialog";
import { transferPanel } from "./transfers/panel";
import { TransferQueue } from "./transfers/queue";
import { picker, receiveDrops, receivePastes } from "./uploads/sources";
import { Uploads } from "./uploads/uploads";

const listing = new Listing();
const queue = new TransferQueue();
const deletions = new Deletions({
  failed: errorDialog,
  deleted: async ({ connection }) => {
    if (listing.connection === connection) await listing.refresh();
  },
});
const thumbnails = new Thumbnails();
const uploads = new Uploads({
  queue,
  listing,
  deletions,
  ask: askAboutConflicts,
  uploaded: (fileName) => thumbnails.forget(fileName),
});

const receive = (files: Parameters<Uploads["add"]>[0]) => void uploads.add(files);
const files = picker(receive, { folder: false });
const folder = picker(receive, { folder: true });
document.body.append(files.input, folder.input);
receiveDrops(receive);
receivePastes(receive);

const save = (...args: [Parameters<typeof download>[1], Parameters<typeof download>[2]]) =>
  void download({ queue, ask: askAboutConflicts }, ...args).catch(errorDialog);
new ListView({
  listing,
  deletions,
  thumbnails,
  uploadFiles: files.open,
  uploadFolder: folder.open,
  editConnection: () => form.edit(),
  download: save,
  open: (connection, attachments, at) =>
    openPreview(connection, attachments, at, (attachment) => save(connection, [attachment])),
});
transferPanel(queue);
showUndoToasts(deletions, byId("toasts", HTMLDivElement));

const form = connectionForm((settings, apiKey) => {
  setText(byId("place", HTMLParagraphElement), `${settings.projectName} / ${settings.entityType} ${settings.entityId}`);
  void listing.open(() => connect(settings, apiKey));
});

const copyLink = byId("copy-link", HTMLButtonElement);
copyLink.append(icon("link"));
copyLink.addEventListener("click", () => {
  void navigator.clipboard.writeText(location.href).then(() => toast("The link is copied. It contains no API key."));
});
const offlineNote = byId("offline", HTMLParagraphElement);
const showNetwork = () =>
  setText(offlineNote, navigator.onLine ? "" : "Offline: transfers continue when the network is back.");
showNetwork();
addEventListener("offline", showNetwork);
addEventListener("online", () => {
  showNetwork();
  void listing.refresh();
});
addEventListener("beforeunload", (event) => {
  if (queue.isActive || deletions.isPending) event.preventDefault();
});
