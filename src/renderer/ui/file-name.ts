/** Control, zero-width and bidirectional characters: they can make a name look like another. */
const invisible =
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\u{e0000}-\u{e007f}]/gu;

/** A name that can be shown: composed, and without characters that nobody sees. */
export function cleanName(name: string): string {
  return name.normalize("NFC").replace(invisible, "");
}

/** Shortens a long name in its middle and keeps the extension, which says what it is. `limit` in characters. */
export function shortName(name: string, limit = 40): string {
  const characters = [...cleanName(name)];
  if (characters.length <= limit) return characters.join("");
  const dot = characters.lastIndexOf(".");
  const extension = dot > 0 && characters.length - dot <= 8 ? characters.slice(dot) : [];
  const stem = characters.slice(0, characters.length - extension.length);
  const room = limit - extension.length - 1;
  const head = Math.ceil(room * 0.6);
  const tail = room - head;
  return [...stem.slice(0, head), "…", ...stem.slice(stem.length - tail), ...extension].join("");
}
