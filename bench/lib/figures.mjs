// The figures that are told: how each is called, where it comes from, and how it is written.
import { mib } from "./units.mjs";

const inSeconds = (ms) => (Math.abs(ms) < 1000 ? `${digits(ms)} ms` : `${digits(ms / 1000)} s`);

/** Three digits, or all before the point. */
function digits(value) {
  const places = Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value) || 1)));
  return Math.abs(value) >= 100 ? Math.round(value).toLocaleString("en") : value.toFixed(Math.min(places, 2));
}

const unit = (name) => (value) => `${digits(value)} ${name}`;

/** `of` takes it from a run and its case; `text` writes it. */
export const figures = {
  ms: { head: "time", axis: "seconds", of: ({ ms }) => ms, text: inSeconds, scale: 1 / 1000 },
  firstByteMs: { head: "first byte", axis: "milliseconds", of: ({ firstByteMs }) => firstByteMs, text: inSeconds },
  cpuMs: { head: "CPU time", axis: "seconds", of: ({ cpuMs }) => cpuMs, text: inSeconds, scale: 1 / 1000 },
  rssMiB: { head: "memory growth", axis: "MiB", of: ({ rssMiB }) => rssMiB, text: unit("MiB") },
  wasmMiB: { head: "module", axis: "MiB", of: ({ wasmMiB }) => wasmMiB, text: unit("MiB") },
  mibPerSecond: { head: "throughput", axis: "MiB/s", of: ({ ms }, { size }) => size / mib / (ms / 1000), text: unit("MiB/s") },
  cpuMsPerGib: { head: "CPU time per GiB", axis: "seconds", of: ({ cpuMs }, { size }) => (cpuMs * 1024 * mib) / size, text: inSeconds, scale: 1 / 1000 },
  installedKib: { head: "installed", axis: "KiB", of: ({ installedKib }) => installedKib, text: unit("KiB") },
  packages: { head: "packages", axis: "packages", of: ({ packages }) => packages, text: digits },
  brotliKb: { head: "browser", axis: "KB", of: ({ brotliKb }) => brotliKb, text: unit("KB") },
  importMs: { head: "import", axis: "milliseconds", of: ({ importMs }) => importMs, text: inSeconds },
  firstRequestMs: { head: "first request", axis: "milliseconds", of: ({ firstRequestMs }) => firstRequestMs, text: inSeconds },
};

/** The runs of a contestant with nothing but the figures of their case. */
export const figuresOf = (runs, wanted) =>
  runs.map((run) => Object.fromEntries(wanted.figures.map((name) => [name, figures[name].of(run, wanted)])));
