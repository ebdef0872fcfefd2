// The icons: outlines on a grid of 24, in the colour of the surrounding text. A label always accompanies them.

const outlines = {
  archive: "M4 4h16v5H4zM5.5 9v11h13V9M10 13h4",
  audio: "M9 18V6l11-2v12M9 18a3 3 0 1 1-3-3 3 3 0 0 1 3 3zM20 16a3 3 0 1 1-3-3 3 3 0 0 1 3 3z",
  check: "M5 12.5l4.5 4.5L19 7.5",
  close: "M6 6l12 12M18 6L6 18",
  code: "M8 7l-5 5 5 5M16 7l5 5-5 5",
  data: "M4 5h16v14H4zM4 10h16M4 14.5h16M10 5v14",
  down: "M12 4v11M7 10.5l5 5 5-5M5 20h14",
  file: "M6 3h8l4 4v14H6zM14 3v4h4",
  folder: "M3 6h6l2 2.5h10V19H3z",
  hidden: "M4 4l16 16M10 6.3A9.5 9.5 0 0 1 21 12a15 15 0 0 1-2.4 3M6.5 7.8A14 14 0 0 0 3 12s3.5 6 9 6a9 9 0 0 0 4-1",
  image: "M4 5h16v14H4zM4 16l5-5 4 4 3-3 4 4M15.5 9.5h.01",
  link: "M10 14a4 4 0 0 0 6 0l3-3a4 4 0 0 0-6-6l-1 1M14 10a4 4 0 0 0-6 0l-3 3a4 4 0 0 0 6 6l1-1",
  next: "M9 5l7 7-7 7",
  pdf: "M6 3h8l4 4v14H6zM14 3v4h4M9 13h6M9 16.5h4",
  previous: "M15 5l-7 7 7 7",
  retry: "M4 12a8 8 0 1 1 2.5 5.8M4 19v-4.5h4.5",
  sort: "M12 19V5M6 11l6-6 6 6",
  text: "M6 3h8l4 4v14H6zM14 3v4h4M9 12h6M9 15h6M9 18h3",
  trash: "M4 7h16M9 7V4h6v3M6.5 7l1 13h9l1-13M10 11v5M14 11v5",
  up: "M12 16V5M7 9.5l5-5 5 5M5 20h14",
  video: "M4 6h11v12H4zM15 10.5l6-3v9l-6-3",
  warning: "M12 4l9.5 16h-19zM12 10v4.5M12 17.5h.01",
} as const;

export type IconName = keyof typeof outlines;

const namespace = "http://www.w3.org/2000/svg";

/** A decoration, which screen readers pass over. */
export function icon(name: IconName): SVGSVGElement {
  const svg = document.createElementNS(namespace, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  svg.classList.add("icon");
  const path = document.createElementNS(namespace, "path");
  path.setAttribute("d", outlines[name]);
  svg.append(path);
  return svg;
}
