// Announces changes in screen readers.
import { byId, setText } from "./element";

export function announce(text: string): void {
  setText(byId("announcer", HTMLParagraphElement), text);
}
