// Draws a chart for each group, with Vega.
import { parse, View } from "vega";
import { compile } from "vega-lite";
import { ours } from "./client-names.mjs";
import { metrics, metricsOf } from "./metrics.mjs";
import { summary } from "./statistics.mjs";

const axis = { grid: true, labelLimit: 300 };
const config = { font: "sans-serif", background: "white", axis, view: { stroke: null } };
const [own, others] = ["#1a6fb5", "#b8bec6"];

const svg = (spec) => new View(parse(compile({ config, ...spec }).spec), { renderer: "none" }).toSVG();

/** Returns the chart of a group as SVG: lines if it has series, otherwise bars. */
export const chart = (group) => svg(group.series ? lines(group) : bars(group));

/** Returns a point for each client that has the metric. */
function points(benchCase, metric, more) {
  const { scale = 1 } = metrics[metric];
  return Object.entries(benchCase.results).flatMap(([client, { runs }]) => {
    const found = summary(metricsOf(runs, benchCase), metric);
    if (!found) return [];
    const { median, min, max } = found;
    return [{ client, median: median * scale, min: min * scale, max: max * scale, ...more }];
  });
}

/** Draws a picture for each case, or for each metric of the only case, with a bar for each client. */
function bars({ title, cases }) {
  const pictures =
    cases.length > 1
      ? cases.map((benchCase) => [benchCase.name, benchCase, benchCase.metrics[0]])
      : cases[0].metrics.map((metric) => [metrics[metric].label, cases[0], metric]);
  return {
    title,
    vconcat: pictures.map(([name, benchCase, metric]) => ({
      title: { text: name, anchor: "start", fontWeight: "normal" },
      width: 480,
      data: { values: points(benchCase, metric) },
      encoding: { y: { field: "client", type: "nominal", sort: null, title: null } },
      layer: [
        {
          mark: "bar",
          encoding: {
            x: { field: "median", type: "quantitative", title: metrics[metric].axis },
            color: { condition: { test: `datum.client === "${ours}"`, value: own }, value: others },
          },
        },
        {
          mark: { type: "rule", strokeWidth: 1.5 },
          encoding: { x: { field: "min", type: "quantitative" }, x2: { field: "max" } },
        },
      ],
    })),
  };
}

/** Draws metrics over the amount of work. Both axes are logarithmic, so that a power law is a straight line. */
function lines({ title, cases, series }) {
  const caseOf = (name) => cases.find((benchCase) => benchCase.name === name);
  const pictures = series.flatMap(({ name, x, cases: names }) =>
    caseOf(names[0]).metrics.map((metric) => ({
      title: { text: `${name}: ${metrics[metric].label}`, anchor: "start", fontWeight: "normal" },
      width: 360,
      height: 240,
      data: { values: names.flatMap((name) => points(caseOf(name), metric, { x: caseOf(name).x })) },
      encoding: {
        x: { field: "x", type: "quantitative", scale: { type: "log" }, title: x },
        color: { value: own },
      },
      layer: [
        {
          mark: { type: "line", point: true },
          encoding: { y: { field: "median", type: "quantitative", scale: { type: "log" }, title: metrics[metric].axis } },
        },
        { mark: "rule", encoding: { y: { field: "min", type: "quantitative" }, y2: { field: "max" } } },
      ],
    })),
  );
  return { title, columns: 2, concat: pictures };
}
