// The form that says where to look. Opening a place puts it into the page's address, without the key.
import { byId } from "../dom/element";
import { defaultPlace } from "./defaults";
import { placeOfQuery, queryOfPlace } from "./deep-link";
import type { Place } from "./connection";
import { rememberedKey, rememberKey } from "./session";
import { uuidV7 } from "./uuid-v7";

/** Calls `open` with the place of the address at once, and with that of the form whenever it is submitted. */
export function connectionForm(open: (place: Place, apiKey: string) => void): { edit: () => void } {
  const panel = byId("connection", HTMLElement);
  const form = panel.querySelector("form") as HTMLFormElement;
  const toggle = byId("edit-connection", HTMLButtonElement);
  const field = (name: string) => form.elements.namedItem(name) as HTMLInputElement;

  function fill(place: Place): void {
    for (const [name, value] of Object.entries(place)) field(name).value = value;
    field("apiKey").value = rememberedKey(place.apiUrl);
  }

  function read(): Place {
    const text = (name: string) => field(name).value.trim();
    return {
      apiUrl: text("apiUrl"),
      workspaceName: text("workspaceName"),
      projectName: text("projectName"),
      entityType: text("entityType") as Place["entityType"],
      entityId: text("entityId"),
    };
  }

  /** Only narrow windows fold the form away; the style sheet decides. */
  function unfold(open: boolean): void {
    panel.classList.toggle("open", open);
    toggle.ariaExpanded = String(open);
  }

  function submit(): void {
    const place = read();
    rememberKey(place.apiUrl, field("apiKey").value);
    const query = queryOfPlace(place, defaultPlace);
    if (query !== location.search) history.pushState(null, "", query);
    unfold(false);
    open(place, field("apiKey").value);
  }

  function openAddress(): void {
    const place = placeOfQuery(location.search, defaultPlace);
    // Also takes out of the address what does not belong there, such as a key that somebody put in by hand.
    if (location.search) history.replaceState(null, "", queryOfPlace(place, defaultPlace));
    fill(place);
    open(place, rememberedKey(place.apiUrl));
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
