// A name from elsewhere as it is shown. Characters that turn the direction of writing could make `gpj.exe` look like a
// picture, and others cannot be seen at all: both are spelled out.

const deceptive = /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

export function visibleName(name: string): string {
  return name.replace(deceptive, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
