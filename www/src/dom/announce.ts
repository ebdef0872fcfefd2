// Says in a screen reader what the eye sees happen.
import { byId, setText } from "./element";

export function announce(text: string): void {
  setText(byId("announcer", HTMLParagraphElement), text);
}
