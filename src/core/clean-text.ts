const LONGEST_TEXT = 4_000;

/** Controls that change how text is shown or that PostgreSQL refuses: NUL, C0/C1 without tab and line feed, bidi. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this removes
const UNSHOWABLE = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g;

/** Text that is safe to store as JSON and to show: no NUL, no lone surrogate, no control that turns text around. */
export function showable(text: string): string {
  return text.toWellFormed().replace(UNSHOWABLE, '');
}

/** Cuts after screening, never before it, and never through a surrogate pair. `longest` is in UTF-16 code units. */
export function cap(text: string, longest: number = LONGEST_TEXT): string {
  if (text.length <= longest) return text;
  return `${text
    .slice(0, longest - 1)
    .toWellFormed()
    .replace(/\ufffd$/, '')}…`;
}
