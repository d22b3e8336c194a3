import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { OwnFigures } from './measure-own.ts';

/** Below `right` or `recall`, or above `falseAlarms`, a set has fallen. */
export type Floor = Pick<OwnFigures, 'right' | 'recall' | 'falseAlarms'>;
export type Floors = Readonly<Record<string, Floor>>;

const path = fileURLToPath(new URL('../../tests/keywords/evaluation/floors.json', import.meta.url));

const down = (value: number): number => Math.floor(value * 1000) / 1000;
const up = (value: number): number => Math.ceil(value * 1000) / 1000;

export function readFloors(): Floors {
  return JSON.parse(readFileSync(path, 'utf8')) as Floors;
}

export function toFloors(figures: readonly OwnFigures[]): Floors {
  return Object.fromEntries(
    figures.map(({ set, right, recall, falseAlarms }) => [
      set,
      {
        right: down(right),
        recall: recall === null ? null : down(recall),
        falseAlarms: falseAlarms === null ? null : up(falseAlarms),
      },
    ]),
  );
}

/** Writes the figures of today as the floors of tomorrow. */
export function writeFloors(figures: readonly OwnFigures[]): void {
  writeFileSync(path, `${JSON.stringify(toFloors(figures), null, 2)}\n`);
}

/** A sentence for each figure that has fallen, and for each set that has no floor yet. */
export function findFallen(figures: readonly OwnFigures[], floors: Floors): string[] {
  return figures.flatMap(({ set, right, recall, falseAlarms }) => {
    const floor = floors[set];
    if (floor === undefined) return [`${set} has no floor: npm run screen:eval -- --write-floors`];
    const fallen: string[] = [];
    if (right < floor.right) fallen.push(`${set}: right fell from ${floor.right} to ${right}`);
    if ((recall ?? 1) < (floor.recall ?? 0))
      fallen.push(`${set}: recall fell from ${floor.recall} to ${recall}`);
    if ((falseAlarms ?? 0) > (floor.falseAlarms ?? 1)) {
      fallen.push(`${set}: false alarms rose from ${floor.falseAlarms} to ${falseAlarms}`);
    }
    return fallen;
  });
}
