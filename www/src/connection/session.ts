// Keeps API keys for as long as the tab lives. Each belongs to one server: a link to another server must not make the
// page send it there.

const prefix = "opik-attachments key for ";
const slot = (apiUrl: string) => `${prefix}${apiUrl.replace(/\/+$/, "")}`;

export function rememberKey(apiUrl: string, apiKey: string): void {
  if (apiKey) sessionStorage.setItem(slot(apiUrl), apiKey);
  else sessionStorage.removeItem(slot(apiUrl));
}

export function rememberedKey(apiUrl: string): string {
  return sessionStorage.getItem(slot(apiUrl)) ?? "";
}
