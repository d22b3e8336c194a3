import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { type Disguise, disguise, disguises } from './disguise.ts';
import { loadBothScreeners } from './restoring-screener.ts';
import { type Disguised, disguiseAll } from './write-disguised.ts';

const { evasions, restoring, plain } = await loadBothScreeners();

type Written = { readonly text: string; readonly kind: string; readonly least?: 'concern' };

async function readLines<Line = { readonly text: string }>(name: string): Promise<Line[]> {
  const text = await readFile(new URL(`../lines/${name}.jsonl`, import.meta.url), 'utf8');
  return text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Line);
}

const clean = (await readLines('evasions-clean')).map(({ text }) => text);
const everyday = (await readLines('evasions-near')).map(({ text }) => text);
const written = await readLines<Written>('evasions-written');

/** Share of the disguised lines that still open a hand-off; all of them do when written plainly. */
function recall(kind: Disguise): { readonly share: number; readonly lines: number } {
  let lines = 0;
  let found = 0;
  for (const [at, text] of clean.entries()) {
    for (const seed of [1, 2, 3, 4]) {
      const disguised = disguise(text, kind, seed * 1000 + at);
      if (disguised === text) continue;
      lines += 1;
      if (restoring.screen(disguised).handoff) found += 1;
    }
  }
  return { share: found / lines, lines };
}

describe('disguised sentences', () => {
  test('are enough, and plainly written open a hand-off', () => {
    expect(clean.length).toBeGreaterThanOrEqual(40);
    expect(clean.filter((text) => !plain.screen(text).handoff)).toEqual([]);
  });

  test('are the same for the same seed, and differ for another', () => {
    const write = (seed: number) => clean.map((text) => disguise(text, 'homophone', seed));
    expect(write(7)).toEqual(write(7));
    expect(write(7)).not.toEqual(write(8));
  });

  test('stand in evasions-disguised.jsonl as they are written now', async () => {
    expect(await readLines<Disguised>('evasions-disguised')).toEqual(disguiseAll(clean));
  });

  // Any character of the same sound, however odd, is more than writers do; it holds the rest to what generalises.
  test.each(disguises.map((kind) => [kind, kind === 'any-homophone' ? 0.85 : 0.95] as const))(
    '%s: at least %d still open a hand-off',
    (kind, least) => {
      const { share, lines } = recall(kind);
      expect(lines).toBeGreaterThanOrEqual(30);
      expect(share).toBeGreaterThanOrEqual(least);
    },
  );
});

describe('sentences as students disguise them', () => {
  test('are enough', () => {
    expect(written.length).toBeGreaterThanOrEqual(200);
    expect(new Set(written.map(({ text }) => text)).size).toBe(written.length);
  });

  test('open a hand-off, or are a concern where the plain words are no more', () => {
    const missed = written.filter(({ text, least }) => {
      const { level, handoff } = restoring.screen(text);
      return least === 'concern' ? level === 'none' : !handoff;
    });
    expect(missed).toEqual([]);
  });

  test('would often be missed without', () => {
    const missed = written.filter(({ text }) => !plain.screen(text).handoff);
    expect(missed.length).toBeGreaterThan(60);
  });
});

describe('everyday sentences that come near', () => {
  test('are enough', () => expect(everyday.length).toBeGreaterThanOrEqual(200));

  test.each(everyday)('nothing is restored in: %s', (text) => {
    expect(evasions.read(text)).toBeNull();
  });

  test('nothing is restored in the everyday lines of the other sets', async () => {
    const lines = await readLines('none');
    expect(lines.map(({ text }) => evasions.read(text)).filter((view) => view !== null)).toEqual([]);
  });
});
