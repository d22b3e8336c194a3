/**
 * Cuts a text into parts of at most `longest` bytes of UTF-8: at the last line break of a part's second half, else
 * between two characters. Parts of nothing but blanks are left out.
 *
 * @param longest at least 4, which any character takes at most
 */
export function splitBytes(text: string, longest: number): string[] {
  const parts: string[] = [];
  let rest = text;
  while (rest !== '') {
    const fitting = measure(rest, longest);
    const cut = fitting === rest.length ? fitting : findCut(rest, fitting);
    parts.push(rest.slice(0, cut));
    rest = rest.slice(cut).replace(/^\n/, '');
  }
  return parts.filter((part) => part.trim() !== '');
}

function findCut(text: string, fitting: number): number {
  const lineBreak = text.lastIndexOf('\n', fitting);
  return lineBreak > fitting / 2 ? lineBreak : fitting;
}

/** How many UTF-16 units from the start take at most so many bytes; whole characters only. */
function measure(text: string, longest: number): number {
  let units = 0;
  let bytes = 0;
  for (const character of text) {
    bytes += Buffer.byteLength(character);
    if (bytes > longest) break;
    units += character.length;
  }
  return units;
}
