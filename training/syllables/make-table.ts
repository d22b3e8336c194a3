import { writeFile } from 'node:fs/promises';
import { pinyin } from 'pinyin-pro';

/**
 * Writes src/keywords/restore/syllable-table.ts: the toneless syllable of each character of GB 2312.
 * Run with `npx tsx training/syllables/make-table.ts`; the same pinyin-pro gives the same file.
 */

/** Readings that the words of config/evasions.yaml need where pinyin-pro gives another first, and characters outside GB 2312. */
const chosen: Readonly<Record<string, string>> = {
  刹: 'sha',
  了: 'le',
  地: 'di',
  嗯: 'en',
  欸: 'ei',
  呣: 'mu',
  亖: 'si',
};

/** Rows 16 to 87 of GB 2312: level 1 by sound, level 2 by radical. */
function readCharacters(): string[] {
  const decoder = new TextDecoder('gb2312');
  const characters: string[] = [];
  for (let row = 16; row <= 87; row += 1) {
    for (let cell = 1; cell <= 94; cell += 1) {
      const character = decoder.decode(new Uint8Array([row + 0xa0, cell + 0xa0]));
      if (/^\p{Script=Han}$/u.test(character)) characters.push(character);
    }
  }
  return characters;
}

function readSyllable(character: string): string {
  const reading = chosen[character] ?? pinyin(character, { toneType: 'none', v: true });
  return /^[a-z]+$/.test(reading) ? reading : '';
}

function groupBySyllable(characters: readonly string[]): Map<string, string> {
  const groups = new Map<string, string>();
  for (const character of characters) {
    const syllable = readSyllable(character);
    if (syllable !== '') groups.set(syllable, (groups.get(syllable) ?? '') + character);
  }
  return groups;
}

function breakLines(text: string, width: number): string[] {
  const lines: string[] = [];
  for (let at = 0; at < text.length; at += width) lines.push(text.slice(at, at + width));
  return lines;
}

const groups = groupBySyllable([...new Set([...readCharacters(), ...Object.keys(chosen)])]);
const runs = [...groups.keys()]
  .sort()
  .map((syllable) => syllable + (groups.get(syllable) ?? ''))
  .join('');
const header = `/**
 * Made by training/syllables/make-table.ts; do not edit.
 *
 * Each syllable without tone (ü is written v), followed by the characters of GB 2312 (levels 1 and 2) that are read so, and
 * 亖. A character with several readings has its most common one, except where that script says otherwise (刹 sha, 了 le).
 * Readings: pinyin-pro 3.29 (MIT, https://github.com/zh-lx/pinyin-pro).
 */
export const syllableRuns = [
`;
const body = breakLines(runs, 100).map((line) => `  '${line}',\n`);
await writeFile(
  new URL('../../src/keywords/restore/syllable-table.ts', import.meta.url),
  `${header}${body.join('')}].join('');\n`,
);
