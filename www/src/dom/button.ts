// Buttons with icons, and with labels for screen readers and tooltips.
import { element } from "./element";
import { type IconName, icon } from "./icon";

/** Returns a button that shows only an icon. */
export function iconButton(name: IconName, label: string, onclick: (event: MouseEvent) => void): HTMLButtonElement {
  return element(
    "button",
    { type: "button", className: "icon-button", ariaLabel: label, title: label, onclick },
    icon(name),
  );
}

/** Returns a button that shows a text, and an icon if `iconName` is given. */
export function textButton(
  text: string,
  onclick: (event: MouseEvent) => void,
  { className = "", iconName }: { className?: string; iconName?: IconName } = {},
): HTMLButtonElement {
  return element("button", { type: "button", className, onclick }, iconName && icon(iconName), text);
}
