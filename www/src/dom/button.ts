// Buttons, with an icon and a name that screen readers and tooltips give.
import { element } from "./element";
import { icon, type IconName } from "./icon";

/** A button that shows an icon alone. */
export function iconButton(name: IconName, label: string, onclick: (event: MouseEvent) => void): HTMLButtonElement {
  return element(
    "button",
    { type: "button", className: "icon-button", ariaLabel: label, title: label, onclick },
    icon(name),
  );
}

/** A button that shows its text, and an icon if one is named. */
export function textButton(
  text: string,
  onclick: (event: MouseEvent) => void,
  { className = "", iconName }: { className?: string; iconName?: IconName } = {},
): HTMLButtonElement {
  return element("button", { type: "button", className, onclick }, iconName && icon(iconName), text);
}
