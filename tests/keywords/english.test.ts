import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import type { Level } from '../../src/keywords/screening.ts';
import { loadDefaultRules } from './default-screener.ts';

const { screener } = await loadDefaultRules();

type Line = { readonly text: string; readonly level: Level; readonly third?: true };

const file = await readFile(new URL('./lines/english.jsonl', import.meta.url), 'utf8');
const lines = file
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Line);

/** As phones and students write the same words. */
const manners: ReadonlyArray<readonly [string, (text: string) => string]> = [
  ['as written', (text) => text],
  ['in capitals', (text) => text.toUpperCase()],
  ['in small letters', (text) => text.toLowerCase()],
  ['with curly apostrophes', (text) => text.replaceAll("'", '’')],
  ['without apostrophes', (text) => text.replace(/['’]/g, '')],
  ['with a full stop', (text) => `${text}.`],
  ['with two spaces', (text) => text.replaceAll(' ', '  ')],
];

describe('invented English lines', () => {
  test('hold about as many everyday lines as others', () => {
    const everyday = lines.filter(({ level }) => level === 'none').length;
    expect(lines.length).toBeGreaterThanOrEqual(200);
    expect(everyday / lines.length).toBeGreaterThan(0.4);
    expect(everyday / lines.length).toBeLessThan(0.6);
  });

  test.each(manners)('have the level they should, %s', (_name, write) => {
    const misjudged = lines
      .map(({ text, level }) => ({ text: write(text), level, found: screener.screen(write(text)).level }))
      .filter(({ level, found }) => found !== level);
    expect(misjudged).toEqual([]);
  });

  test('a report about somebody else says so', () => {
    const reports = lines.filter(({ third }) => third === true);
    expect(reports.length).toBeGreaterThanOrEqual(10);
    const unsaid = reports.filter(({ text }) => !screener.screen(text).categories.includes('third-person'));
    expect(unsaid).toEqual([]);
  });

  test('an everyday line beside it hides no crisis', () => {
    const everyday = lines.filter(({ level }) => level === 'none');
    const crises = lines.filter(({ level }) => level === 'high' || level === 'imminent');
    const hidden = crises
      .map(
        ({ text }, at) =>
          `${everyday[at % everyday.length]?.text}. ${text}. ${everyday.at(-1 - at)?.text ?? ''}`,
      )
      .filter((text) => !screener.screen(text).handoff);
    expect(hidden).toEqual([]);
  });
});
