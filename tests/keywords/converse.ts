import type { Screener } from '../../src/keywords/rules.ts';
import type { Level } from '../../src/keywords/screening.ts';
import { screenInWindow, type WindowScreening } from '../../src/keywords/window.ts';
import type { Said } from '../../src/keywords/window-pieces.ts';

const BEGIN = new Date('2026-11-23T02:00:00Z').getTime();

export type Heard = WindowScreening & { readonly id: string; readonly text: string; readonly alone: Level };

/** A conversation whose messages come one after another, each screened with those before it, as the program does it. */
export function converse(screener: Screener, texts: readonly string[], pauseSeconds = 20): Heard[] {
  const said: Said[] = [];
  return texts.map((text, index) => {
    const at = new Date(BEGIN + index * pauseSeconds * 1_000);
    const own = screener.screen(text);
    const found = screenInWindow(screener, said, { text, at }, own);
    const id = `m${index}`;
    said.push({ id, text, at, level: found.screening.level, matches: found.screening.matches });
    return { ...found, id, text, alone: own.level };
  });
}
