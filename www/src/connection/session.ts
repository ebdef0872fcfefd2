// Stores API keys until the tab is closed, one for each server, so that a link to another server cannot make the page
// send a key there.

const prefix = "opik-attachments key for ";
const slot = (apiUrl: string) => `${prefix}${apiUrl.replace(/\/+$/, "")}`;

export function rememberKey(apiUrl: string, apiKey: string): void {
  if (apiKey) sessionStorage.setItem(slot(apiUrl), apiKey);
  else sessionStorage.removeItem(slot(apiUrl));
}

export function rememberedKey(apiUrl: string): string {
  return sessionStorage.getItem(slot(apiUrl)) ?? "";
}
