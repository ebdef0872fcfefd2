// Writes bench/RESULTS.md: the tables of bench/results.json.
import { ours } from "./client-names.mjs";
import { metrics, metricsOf } from "./metrics.mjs";
import { table } from "./report.mjs";
import { ratio, summary } from "./statistics.mjs";

/** Returns the text for the `groups` of results.json. */
export function results(groups) {
  const parts = groups.map((group) => groupText(group));
  return `# Comparison with alternatives

\`npm run bench\` writes this file, \`results.json\` with every run, and the charts. Times depend on the machine; the ratios
depend on it less.

${method}

## Thresholds

${thresholdTable(groups)}

${parts.join("\n\n")}`;
}

const method = `## Method

- Every run is a new process. Every upload also has a new server and a new store, both on this machine. The time is that of
  the call, without the start of the process; memory and CPU time are the kernel's values for the process.
- The clients run in rounds, each of which starts with another client. The first round does not count. The tables show the
  median of the others, the minimum and the maximum. A ratio is the median of the ratios of all rounds.
- After each upload, the objects in the store are hashed and compared with the files. Downloads are read to the end and
  counted; a second download, which is not timed, is hashed.
- The clients: this package with its defaults; *hand-written fetch*, the baseline, which sends six parts of 8 MiB at a time
  and neither retries nor checks anything; *lib-storage*, Amazon's uploader, which accesses the bucket directly with its
  keys; *Opik's Python SDK*, its \`AttachmentClient\`; *opik (npm)*, the generated client in Opik's TypeScript SDK.`;

function thresholdTable(groups) {
  const rows = groups.flatMap(({ number, thresholds }) =>
    thresholds.map(({ what, bound, value, met }) => [
      String(number),
      what,
      bound,
      value === undefined ? "not measured" : value.toFixed(value < 10 ? 3 : 1),
      met === undefined ? "" : met ? "met" : "**missed**",
    ]),
  );
  return table(["group", "ratio", "threshold", "measured", ""], rows, 2);
}

function groupText(group) {
  const { number, title, about, machine, rounds, cases, chart } = group;
  const intro = about === undefined ? "" : `${about}\n\n`;
  const tables = cases.map((benchCase) => (benchCase.name === "" ? "" : `**${benchCase.name}**\n\n`) + caseTable(benchCase));
  return `## ${number}. ${title}

${intro}${rounds} rounds. ${machine}.

![${title}](${chart})

${tables.join("\n\n")}`;
}

function caseTable(benchCase) {
  const compared = Object.keys(benchCase.results).length > 1 && benchCase.results[ours]?.runs.length > 0;
  const [first] = benchCase.metrics;
  const head = ["", ...benchCase.metrics.map((name) => metrics[name].label), ...(compared ? [`${metrics[first].label} ÷ ours`] : [])];
  const rows = Object.entries(benchCase.results).map(([name, { runs, unsupported, failed }]) => {
    if (unsupported ?? failed) return [name, unsupported ?? `failed: ${failed}`, ...head.slice(2).map(() => "")];
    const own = metricsOf(runs, benchCase);
    const cells = benchCase.metrics.map((metric) => cell(own, metric));
    if (compared) cells.push(ratio(own, metricsOf(benchCase.results[ours].runs, benchCase), first).toFixed(2));
    return [name, ...cells];
  });
  return table(head, rows, head.length - 1);
}

function cell(runs, metric) {
  const { format } = metrics[metric];
  const found = summary(runs, metric);
  if (!found) return "";
  if (found.min === found.max) return format(found.median);
  return `${format(found.median)} (${format(found.min)} – ${format(found.max)})`;
}
