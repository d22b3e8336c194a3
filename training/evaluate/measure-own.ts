import type { Screener } from '../../src/keywords/rules.ts';
import { type Level, rankLevel } from '../../src/keywords/screening.ts';
import type { OwnLine, OwnSet } from './own-sets.ts';

export type OwnFigures = {
  readonly set: string;
  readonly lines: number;
  /** Share of lines whose level lies within what is right for them. */
  readonly right: number;
  /** Share of the lines that must be above none which are; null where there is no such line. */
  readonly recall: number | null;
  /** Share of the lines that must be none which are not; null where there is no such line. */
  readonly falseAlarms: number | null;
};

export type Misjudged = { readonly set: string; readonly found: Level; readonly line: OwnLine };

function shareOf(lines: readonly OwnLine[], holds: (line: OwnLine) => boolean): number | null {
  return lines.length === 0 ? null : lines.filter(holds).length / lines.length;
}

function isRight(found: Level, { min, max }: OwnLine): boolean {
  return rankLevel(found) >= rankLevel(min) && rankLevel(found) <= rankLevel(max);
}

export function measureOwn(sets: readonly OwnSet[], screener: Screener): OwnFigures[] {
  return sets.map(({ name, lines }) => {
    const levelOf = (line: OwnLine): Level => screener.screen(line.text).level;
    const crises = lines.filter(({ min }) => min !== 'none');
    const harmless = lines.filter(({ max }) => max === 'none');
    return {
      set: name,
      lines: lines.length,
      right: shareOf(lines, (line) => isRight(levelOf(line), line)) ?? 1,
      recall: shareOf(crises, (line) => levelOf(line) !== 'none'),
      falseAlarms: shareOf(harmless, (line) => levelOf(line) !== 'none'),
    };
  });
}

export function listMisjudged(sets: readonly OwnSet[], screener: Screener): Misjudged[] {
  return sets.flatMap(({ name, lines }) =>
    lines.flatMap((line) => {
      const found = screener.screen(line.text).level;
      return isRight(found, line) ? [] : [{ set: name, found, line }];
    }),
  );
}
