// The metrics: their labels, where they come from, and how they are formatted.
import { mib } from "./units.mjs";

const inSeconds = (ms) => (Math.abs(ms) < 1000 ? `${digits(ms)} ms` : `${digits(ms / 1000)} s`);

/** Formats three significant digits, or all digits before the point. An integer has no decimals. */
function digits(value) {
  if (Number.isInteger(value)) return value.toLocaleString("en");
  const places = Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value) || 1)));
  return Math.abs(value) >= 100 ? Math.round(value).toLocaleString("en") : value.toFixed(Math.min(places, 2));
}

const unit = (name) => (value) => `${digits(value)} ${name}`;

/** A metric that runs have under the same name. */
const measured = (name, label, axis, format, scale) => ({ label, axis, valueOf: (run) => run[name], format, scale });
const inMs = (name, label) => measured(name, label, "milliseconds", inSeconds);
const toSeconds = 1 / 1000;

/** `label` and `axis` name a metric in tables and charts; `valueOf` takes it from a run and its case. */
export const metrics = {
  ms: measured("ms", "time", "seconds", inSeconds, toSeconds),
  firstByteMs: inMs("firstByteMs", "first byte"),
  cpuMs: measured("cpuMs", "CPU time", "seconds", inSeconds, toSeconds),
  rssMiB: measured("rssMiB", "memory growth", "MiB", unit("MiB")),
  wasmMiB: measured("wasmMiB", "module", "MiB", unit("MiB")),
  mibPerSecond: {
    label: "throughput",
    axis: "MiB/s",
    valueOf: ({ ms }, { size }) => size / mib / (ms / 1000),
    format: unit("MiB/s"),
  },
  cpuMsPerGib: {
    label: "CPU time per GiB",
    axis: "seconds",
    valueOf: ({ cpuMs }, { size }) => (cpuMs * 1024 * mib) / size,
    format: inSeconds,
    scale: toSeconds,
  },
  installedKib: measured("installedKib", "installed", "KiB", unit("KiB")),
  packages: measured("packages", "packages", "packages", digits),
  brotliKb: measured("brotliKb", "browser", "KB", unit("KB")),
  importMs: inMs("importMs", "import"),
  firstRequestMs: inMs("firstRequestMs", "first request"),
};

/** Returns the runs of a client with the metrics of their case alone. */
export const metricsOf = (runs, benchCase) =>
  runs.map((run) => Object.fromEntries(benchCase.metrics.map((name) => [name, metrics[name].valueOf(run, benchCase)])));
