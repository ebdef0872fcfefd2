// bench/RESULTS.md: what was measured, as tables that a reader can check against bench/results.json.
import { ours } from "./client-names.mjs";
import { figures, figuresOf } from "./metrics.mjs";
import { table } from "./report.mjs";
import { ratio, summary } from "./statistics.mjs";

/** `groups` as they are in results.json; `charts` are their pictures, beside the file. */
export function results(groups) {
  const parts = groups.map((group) => groupText(group));
  return `# This package beside what people would use instead

\`npm run bench\` writes this file, \`results.json\` with every single run, and the charts. What counts are the ratios: another
machine has other times.

${method}

## Goals

${goalTable(groups)}

${parts.join("\n\n")}`;
}

const method = `## Method

- Every run is a process of its own, and for uploads a server and a store of its own, both on this machine. Time is from
  the call to its end, without the start of the process; memory and CPU time are the kernel's figures for the process.
- Contestants take turns, and who begins changes. One round is thrown away; the tables have the median of the others, and
  the least and the most. A ratio is the median of the rounds' ratios.
- After each upload, the files in the store are hashed and compared with what was sent. Downloads are read to their end
  and counted, and then asked for once more, untimed, and hashed.
- Contestants: this package with its defaults; *fetch by hand*, the floor, which sends 8 MiB parts six at a time and
  neither retries nor checks anything; *lib-storage*, Amazon's uploader, which goes straight to the bucket with its keys;
  *Opik's Python SDK*, its \`AttachmentClient\`; *opik of npm*, the generated client in Opik's TypeScript SDK.`;

function goalTable(groups) {
  const rows = groups.flatMap(({ number, goals }) =>
    goals.map(({ what, bound, value, met }) => [
      String(number),
      what,
      bound,
      value === undefined ? "not measured" : value.toFixed(value < 10 ? 3 : 1),
      met === undefined ? "" : met ? "met" : "**missed**",
    ]),
  );
  return table(["group", "what", "goal", "measured", ""], rows, 2);
}

function groupText(group) {
  const { number, title, about, machine, rounds, cases, chart } = group;
  const intro = about === undefined ? "" : `${about}\n\n`;
  const tables = cases.map((one) => (one.name === "" ? "" : `**${one.name}**\n\n`) + caseTable(one));
  return `## ${number}. ${title}

${intro}${rounds} rounds. ${machine}.

![${title}](${chart})

${tables.join("\n\n")}`;
}

function caseTable(one) {
  const compared = Object.keys(one.results).length > 1 && one.results[ours]?.runs.length > 0;
  const [first] = one.figures;
  const head = ["", ...one.figures.map((name) => figures[name].head), ...(compared ? [`${figures[first].head} ÷ ours`] : [])];
  const rows = Object.entries(one.results).map(([name, { runs, cannot, failed }]) => {
    if (cannot ?? failed) return [name, cannot ?? `failed: ${failed}`, ...head.slice(2).map(() => "")];
    const own = figuresOf(runs, one);
    const cells = one.figures.map((figure) => cell(own, figure));
    if (compared) cells.push(ratio(own, figuresOf(one.results[ours].runs, one), first).toFixed(2));
    return [name, ...cells];
  });
  return table(head, rows, head.length - 1);
}

function cell(runs, figure) {
  const { text } = figures[figure];
  const found = summary(runs, figure);
  if (!found) return "";
  if (found.min === found.max) return text(found.median);
  return `${text(found.median)} (${text(found.min)} – ${text(found.max)})`;
}
