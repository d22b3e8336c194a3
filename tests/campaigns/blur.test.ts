import { describe, expect, it } from 'vitest';
import { BLURS, blurCells, blurOf, blurPeople, blurProgress } from '../../src/campaigns/blur.ts';
import { createChance } from './samples.ts';

describe('a number that an author sees', () => {
  it('is in tens, near the truth, and never tells small ones apart', () => {
    const chance = createChance(5);
    for (let round = 0; round < 2_000; round += 1) {
      const [count, blur] = [chance(300), chance(BLURS)];
      const shown = blurPeople(count, blur);
      if (count < 20) {
        expect(shown).toBe('few');
        continue;
      }
      if (shown === 'few') throw new Error(`${count} is not few`);
      expect(shown % 10).toBe(0);
      expect(Math.abs(shown - count)).toBeLessThan(10);
      expect(shown).toBeGreaterThanOrEqual(20);
    }
  });

  it('does not tell whoever counts along whether one person was left out', () => {
    const of = (sent: number, blur: number) =>
      JSON.stringify(blurProgress({ total: 25, sent, waiting: 0, rest: 25 - sent }, blur));
    const same = Array.from({ length: BLURS }, (_, blur) => blur).filter(
      (blur) => of(25, blur) === of(24, blur),
    );
    expect(same.length).toBe(BLURS * 0.95);
    // Whatever is shown with one left out is shown for a whole campaign with another blur, too.
    const whole = new Set(Array.from({ length: BLURS }, (_, blur) => of(25, blur)));
    for (let blur = 0; blur < BLURS; blur += 1) expect(whole).toContain(of(24, blur));
  });

  it('stays the same however often it is looked at, and belongs to its campaign', () => {
    const id = '0190a5c1-7b1e-7c3d-9f00-1234567890ab';
    expect(blurOf(id)).toBe(blurOf(id));
    expect(blurOf(id)).toBeGreaterThanOrEqual(0);
    expect(blurOf('ffffffff-ffff-ffff-ffff-ffffffffffff')).toBeLessThan(BLURS);
  });
});

describe('a table by channel', () => {
  const shown = (...people: number[]) =>
    blurCells(
      people.map((count, index) => ({ channel: index, people: count })),
      0,
    ).map((cell) => cell.people);

  it('hides cells below ten, and a second one where the first could be worked out', () => {
    expect(shown(31, 44, 12)).toEqual([30, 40, 10]);
    expect(shown(31, 44, 9)).toEqual(['hidden', 40, 'hidden']);
    expect(shown(31, 3, 0)).toEqual([30, 'hidden', 'hidden']);
    expect(shown(4)).toEqual(['hidden']);
    expect(shown(24)).toEqual([20]);
  });
});
