import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import type { Level } from '../../../src/keywords/screening.ts';
import { loadDefaultRules } from '../default-screener.ts';

const { screener } = await loadDefaultRules();

/** `or`: a second level that does as well; `third`: where it is not none, it is told to be about somebody else. */
type Line = {
  readonly text: string;
  readonly level: Level;
  readonly or?: Level;
  readonly kind: string;
  readonly third?: true;
};

async function readKinds(name: string): Promise<Map<string, Line[]>> {
  const text = await readFile(new URL(`../lines/${name}.jsonl`, import.meta.url), 'utf8');
  const kinds = new Map<string, Line[]>();
  for (const json of text.trim().split('\n')) {
    const line = JSON.parse(json) as Line;
    kinds.set(line.kind, [...(kinds.get(line.kind) ?? []), line]);
  }
  return kinds;
}

function misjudge({ text, level, or, third }: Line): string | undefined {
  const found = screener.screen(text);
  if (found.level !== level && found.level !== or) return `${found.level}, not ${level}: ${text}`;
  const unsaid = third === true && found.level !== 'none' && !found.categories.includes('third-person');
  return unsaid ? `not told to be about somebody else: ${text}` : undefined;
}

describe.each([
  ['context', 420],
  ['english-held-out', 300],
])('lines of %s', async (name, least) => {
  const kinds = await readKinds(name);

  test('are many', () => {
    expect([...kinds.values()].flat().length).toBeGreaterThanOrEqual(least);
  });

  test.each([...kinds])('%s: have the level they should', (_kind, lines) => {
    expect(lines.flatMap((line) => misjudge(line) ?? [])).toEqual([]);
  });
});

test('a person who reports somebody else is always told apart from one who speaks of themselves', async () => {
  const own = (await readKinds('context')).get('self') ?? [];
  expect(own.length).toBeGreaterThan(10);
  const misread = own.filter(({ text }) => screener.screen(text).categories.includes('third-person'));
  expect(misread).toEqual([]);
});
