// Creates elements. Untrusted names and messages become text or properties, never markup.

type Child = Node | string | undefined;
type Properties<E extends Element> = Partial<Omit<E, "innerHTML" | "outerHTML" | "style">>;

/** Creates an element with DOM properties (not attributes) and children. */
export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  properties: Properties<HTMLElementTagNameMap[Tag]> = {},
  ...children: Child[]
): HTMLElementTagNameMap[Tag] {
  const made = Object.assign(document.createElement(tag), properties) as HTMLElementTagNameMap[Tag];
  made.append(...children.filter((child) => child !== undefined));
  return made;
}

/** Returns the element of index.html with this id. */
export function byId<E extends HTMLElement>(id: string, type: new () => E): E {
  const found = document.getElementById(id);
  if (!(found instanceof type)) throw new Error(`index.html has no ${type.name} #${id}`);
  return found;
}

/** Sets an element's text if it differs, so that nothing is painted or announced without need. */
export function setText(target: HTMLElement, text: string): void {
  if (target.textContent !== text) target.textContent = text;
}
