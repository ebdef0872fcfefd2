// The form with the connection settings. Submitting it puts the settings into the page's address, without the key.
import { byId } from "../dom/element";
import type { ConnectionSettings } from "./connection";
import { queryFromSettings, settingsFromQuery } from "./deep-link";
import { defaultSettings } from "./defaults";
import { rememberedKey, rememberKey } from "./session";
import { uuidV7 } from "./uuid-v7";

/** Calls `open` with the settings of the address now, and with those of the form whenever it is submitted. */
export function connectionForm(open: (settings: ConnectionSettings, apiKey: string) => void): { edit: () => void } {
  const panel = byId("connection", HTMLElement);
  const form = panel.querySelector("form") as HTMLFormElement;
  const toggle = byId("edit-connection", HTMLButtonElement);
  const field = (name: string) => form.elements.namedItem(name) as HTMLInputElement;

  function fill(settings: ConnectionSettings): void {
    for (const [name, value] of Object.entries(settings)) field(name).value = value;
    field("apiKey").value = rememberedKey(settings.apiUrl);
  }

  function read(): ConnectionSettings {
    const text = (name: string) => field(name).value.trim();
    return {
      apiUrl: text("apiUrl"),
      workspaceName: text("workspaceName"),
      projectName: text("projectName"),
      entityType: text("entityType") as ConnectionSettings["entityType"],
      entityId: text("entityId"),
    };
  }

  /** Shows or hides the form in narrow windows. In others, the style sheet always shows it. */
  function unfold(open: boolean): void {
    panel.classList.toggle("open", open);
    toggle.ariaExpanded = String(open);
  }

  function submit(): void {
    const settings = read();
    rememberKey(settings.apiUrl, field("apiKey").value);
    const query = queryFromSettings(settings, defaultSettings);
    if (query !== location.search) history.pushState(null, "", query);
    unfold(false);
    open(settings, field("apiKey").value);
  }

  function openAddress(): void {
    const settings = settingsFromQuery(location.search, defaultSettings);
    // Removes unknown parameters, such as a key that was added by hand.
    if (location.search) history.replaceState(null, "", queryFromSettings(settings, defaultSettings));
    fill(settings);
    open(settings, rememberedKey(settings.apiUrl));
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    submit();
  });
  field("apiUrl").addEventListener(
    "change",
    () => (field("apiKey").value = rememberedKey(field("apiUrl").value.trim())),
  );
  byId("new-id", HTMLButtonElement).addEventListener("click", () => {
    field("entityId").value = uuidV7();
    form.requestSubmit();
  });
  function edit(): void {
    unfold(true);
    field("apiUrl").focus();
  }

  toggle.addEventListener("click", () => (panel.classList.contains("open") ? unfold(false) : edit()));
  addEventListener("popstate", openAddress);
  openAddress();
  return { edit };
}
