import { describe, expect, test } from 'vitest';
import { findFallen, readFloors, toFloors } from '../../../training/evaluate/floors.ts';
import { measureOwn } from '../../../training/evaluate/measure-own.ts';
import { readOwnSets } from '../../../training/evaluate/own-sets.ts';
import { openScreener } from '../../../training/open-screener.ts';

const sets = readOwnSets();

describe('own sets', () => {
  test('no figure is below its floor', async () => {
    const { screener } = await openScreener('all');
    expect(findFallen(measureOwn(sets, screener), readFloors())).toEqual([]);
  });

  test('they hold several hundred lines, and every floor is that of a set', () => {
    expect(sets.flatMap(({ lines }) => lines).length).toBeGreaterThan(800);
    expect(Object.keys(readFloors()).filter((name) => !sets.some((set) => set.name === name))).toEqual([]);
  });

  test('a screener that finds nothing falls, and so does one that finds everything', () => {
    const say = (level: 'none' | 'high') => ({
      screen: () => ({ level, handoff: level === 'high', categories: [], matches: [] }),
      explain: () => undefined,
    });
    const floors = readFloors();
    expect(findFallen(measureOwn(sets, say('none')), floors).join('\n')).toContain('imminent: recall fell');
    expect(findFallen(measureOwn(sets, say('high')), floors).join('\n')).toContain('none: false alarms rose');
  });

  test('a set without a floor is told', () => {
    const figures = { set: 'new', lines: 1, right: 1, recall: null, falseAlarms: 0 };
    expect(findFallen([figures], {})).toEqual([expect.stringContaining('new has no floor')]);
    expect(findFallen([figures], toFloors([figures]))).toEqual([]);
  });
});
