// Names of settings that a person may have meant.

/** What other clients call them. */
const otherNames = { apiUrl: /^(api|base|server|opik|host)?ur[il]$|^(host|endpoint)$/, apiKey: /^(key|token)$/, projectName: /^project$/ };

const plain = (name) => name.toLowerCase().replace(/[^a-z]/g, "");

/** Characters that two texts share at their beginning and at their end: what a slip of the keyboard leaves. */
function shared(a, b) {
  const max = Math.min(a.length, b.length);
  let start = 0;
  let end = 0;
  while (start < max && a[start] === b[start]) start += 1;
  while (end < max - start && a.at(-1 - end) === b.at(-1 - end)) end += 1;
  return start + end;
}

/** The one of `names`, keys of an object, that `name` is nearly or is called elsewhere; at most a third of it differs. */
export function closestName(name, names) {
  const given = plain(name);
  return Object.keys(names).find((known) => {
    const wanted = plain(known);
    const longer = Math.max(given.length, wanted.length);
    return (longer - shared(given, wanted)) * 3 <= longer || otherNames[names[known]]?.test(given);
  });
}
