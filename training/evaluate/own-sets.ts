import { existsSync, readdirSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Level } from '../../src/keywords/screening.ts';
import { levels } from '../../src/keywords/screening.ts';
import { readLines } from '../model/corpora.ts';

/** An invented line and the levels that are right for it. */
export type OwnLine = {
  readonly text: string;
  readonly min: Level;
  readonly max: Level;
  readonly kind: string;
};

export type OwnSet = {
  readonly name: string;
  readonly lines: readonly OwnLine[];
};

type Written = {
  readonly text?: string;
  readonly level?: Level;
  readonly min?: Level;
  readonly max?: Level;
  readonly kind?: string;
};

type Bounds = { readonly min: Level; readonly max: Level };

/** Sets whose name alone says what is right for their lines. */
const byName: Readonly<Record<string, Bounds>> = {
  none: { min: 'none', max: 'none' },
  concern: { min: 'concern', max: 'concern' },
  high: { min: 'high', max: 'high' },
  imminent: { min: 'imminent', max: 'imminent' },
  evasions: { min: 'high', max: 'imminent' },
  'third-person': { min: 'high', max: 'imminent' },
};

/** A level alone is exact; `min` and `max` leave room. A line that says nothing takes what its set's name says. */
function boundsOf(line: Written, name: string): Bounds | undefined {
  if (line.level !== undefined) return { min: line.level, max: line.level };
  if (line.min !== undefined || line.max !== undefined) {
    return { min: line.min ?? 'none', max: line.max ?? levels[levels.length - 1] ?? 'imminent' };
  }
  return byName[name];
}

/**
 * `lines` were written beside the rules. The others were written by somebody who had not seen the rules: `held-out` before
 * them, `once-blind` after them and later learnt from, `blind` after all of them and looked at by nobody who writes rules.
 */
const folders = ['lines', 'held-out', 'once-blind', 'blind'] as const;
type Folder = (typeof folders)[number];

function readFolder(folder: Folder): OwnSet[] {
  const path = fileURLToPath(new URL(`../../tests/keywords/${folder}`, import.meta.url));
  if (!existsSync(path)) return [];
  const files = readdirSync(path).filter((file) => file.endsWith('.jsonl'));
  return files.sort().flatMap((file) => {
    const name = basename(file, '.jsonl');
    const lines = readLines<Written>(`${path}/${file}`).flatMap((line): OwnLine[] => {
      const bounds = boundsOf(line, name);
      if (line.text === undefined || bounds === undefined) return [];
      return [{ text: line.text, kind: line.kind ?? '', ...bounds }];
    });
    const shown = folder === 'lines' ? name : `${folder}/${name}`;
    // Sets of several messages hold no single text and have a test of their own.
    return lines.length === 0 ? [] : [{ name: shown, lines }];
  });
}

/** All sets of lines in tests/keywords. */
export function readOwnSets(): OwnSet[] {
  return folders.flatMap(readFolder);
}
