// What a release changes in files, as data: a version, the texts of files before, and the texts after.

/** Returns the version after `current` that is asked for: one by its number, or the next `major`, `minor` or `patch`. */
export function newVersion(current, wanted) {
  const numbers = current.split(".").map(Number);
  const kind = ["major", "minor", "patch"].indexOf(wanted);
  if (kind !== -1) return numbers.map((number, at) => (at < kind ? number : at === kind ? number + 1 : 0)).join(".");
  if (!/^(0|[1-9]\d*)(\.(0|[1-9]\d*)){2}$/.test(wanted)) {
    throw new Error(`${wanted}: expected a version such as 1.2.3, or major, minor or patch`);
  }
  const isLower = wanted.localeCompare(current, "en", { numeric: true }) < 0;
  if (isLower) throw new Error(`${wanted} is lower than ${current}, the version of today`);
  return wanted;
}

/**
 * Returns the texts of the `files` that name the version, by their paths, and the `notes` of this version. The first
 * section of CHANGELOG.md must be "## VERSION (unreleased)", and becomes that of this version and date.
 */
export function released({ read, version, date }) {
  const changelog = read("CHANGELOG.md");
  const section = /^## \S+ \(unreleased\)\n([\s\S]*?)(?=^## |$(?![\s\S]))/m.exec(changelog);
  const notes = section?.[1].trim() ?? "";
  if (notes === "") throw new Error('CHANGELOG.md needs a section "## VERSION (unreleased)" that says what is new');
  const crates = ["opik-attachments", "opik-attachments-server"];
  const lock = crates.reduce(
    (text, crate) => replaced("Cargo.lock", text, new RegExp(`(name = "${crate}"\nversion = )"[^"]+"`), `$1"${version}"`),
    read("Cargo.lock"),
  );
  return {
    version,
    notes,
    files: {
      "CHANGELOG.md": changelog.replace(/^## \S+ \(unreleased\)$/m, `## ${version} (${date})`),
      "Cargo.toml": replaced("Cargo.toml", read("Cargo.toml"), /(\[workspace\.package\]\nversion = )"[^"]+"/, `$1"${version}"`),
      "Cargo.lock": lock,
      "pkg/package.json": replaced("pkg/package.json", read("pkg/package.json"), /("version": )"[^"]+"/, `$1"${version}"`),
    },
  };
}

function replaced(path, text, pattern, by) {
  if (!pattern.test(text)) throw new Error(`${path} has no version where one is expected`);
  return text.replace(pattern, by);
}
