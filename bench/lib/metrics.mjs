// The figures that are told: how each is called, where it comes from, and how it is written.
import { mib } from "./units.mjs";

const inSeconds = (ms) => (Math.abs(ms) < 1000 ? `${digits(ms)} ms` : `${digits(ms / 1000)} s`);

/** Three digits, or all before the point; of a number that is whole, no others. */
function digits(value) {
  if (Number.isInteger(value)) return value.toLocaleString("en");
  const places = Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value) || 1)));
  return Math.abs(value) >= 100 ? Math.round(value).toLocaleString("en") : value.toFixed(Math.min(places, 2));
}

const unit = (name) => (value) => `${digits(value)} ${name}`;

/** A figure that runs have under the same name. */
const measured = (name, head, axis, text, scale) => ({ head, axis, of: (run) => run[name], text, scale });
const inMs = (name, head) => measured(name, head, "milliseconds", inSeconds);
const toSeconds = 1 / 1000;

/** `head` and `axis` are what it is called in tables and charts, `of` takes it from a run and its case, `text` writes it. */
export const figures = {
  ms: measured("ms", "time", "seconds", inSeconds, toSeconds),
  firstByteMs: inMs("firstByteMs", "first byte"),
  cpuMs: measured("cpuMs", "CPU time", "seconds", inSeconds, toSeconds),
  rssMiB: measured("rssMiB", "memory growth", "MiB", unit("MiB")),
  wasmMiB: measured("wasmMiB", "module", "MiB", unit("MiB")),
  mibPerSecond: {
    head: "throughput",
    axis: "MiB/s",
    of: ({ ms }, { size }) => size / mib / (ms / 1000),
    text: unit("MiB/s"),
  },
  cpuMsPerGib: {
    head: "CPU time per GiB",
    axis: "seconds",
    of: ({ cpuMs }, { size }) => (cpuMs * 1024 * mib) / size,
    text: inSeconds,
    scale: toSeconds,
  },
  installedKib: measured("installedKib", "installed", "KiB", unit("KiB")),
  packages: measured("packages", "packages", "packages", digits),
  brotliKb: measured("brotliKb", "browser", "KB", unit("KB")),
  importMs: inMs("importMs", "import"),
  firstRequestMs: inMs("firstRequestMs", "first request"),
};

/** The runs of a contestant with nothing but the figures of their case. */
export const figuresOf = (runs, wanted) =>
  runs.map((run) => Object.fromEntries(wanted.figures.map((name) => [name, figures[name].of(run, wanted)])));
