// The package's README is the part of this repository's README that is for users of the package.

/** Returns the text of pkg/README.md for that of README.md. */
export function packageReadme(readme) {
  const [forUsers, rest] = readme.split("<!-- The package's own README ends here. -->");
  if (rest === undefined) throw new Error("README.md has lost the mark where the package's README ends");
  return `${forUsers.trimEnd()}\n\n## Licence\n\nMIT or Apache 2.0, at your option.\n`;
}
