/**
 * Cuts a text into parts of at most `longest` UTF-16 code units: at the last line break of a part's second half, else
 * between two characters, never through a surrogate pair. Parts of nothing but blanks are left out.
 */
export function splitText(text: string, longest: number): string[] {
  const parts: string[] = [];
  let rest = text;
  while (rest.length > longest) {
    const cut = findCut(rest, longest);
    parts.push(rest.slice(0, cut));
    rest = rest.slice(cut).replace(/^\n/, '');
  }
  parts.push(rest);
  return parts.filter((part) => part.trim() !== '');
}

function findCut(text: string, longest: number): number {
  const lineBreak = text.lastIndexOf('\n', longest);
  if (lineBreak > longest / 2) return lineBreak;
  const lastUnit = text.charCodeAt(longest - 1);
  const isHighSurrogate = lastUnit >= 0xd800 && lastUnit <= 0xdbff;
  return isHighSurrogate && longest > 1 ? longest - 1 : longest;
}
