import { describe, expect, it } from 'vitest';
import { coverOf } from '../../../src/handoff/rota/override-cover.ts';
import type { Rota } from '../../../src/handoff/rota/rota.ts';
import { compareRotas } from '../../../src/handoff/rota/stint-changes.ts';
import { at, override, rotaOf, rotation, single, swap, weekly } from './samples.ts';

const NOW = at('2026-11-23 12:00');
const night = { startsAt: at('2026-11-24 20:00'), endsAt: at('2026-11-25 08:00') };

describe('what a change of the rota makes for whom', () => {
  const compare = (before: Rota, after: Rota) => {
    const { changes, ahead } = compareRotas(before, after, NOW);
    const told = changes.map(({ staffId, kind, other, startsAt, endsAt }) => [
      staffId,
      kind,
      other,
      startsAt,
      endsAt,
    ]);
    return { told, ahead };
  };
  const base = single('a', night);

  it('is told to both sides of an override, when it is made and when it is ended', () => {
    const stands = override('b', 'a', night);
    const [without, withIt] = [rotaOf({ rules: [base] }), rotaOf({ rules: [base, stands] })];
    expect(compare(without, withIt)).toEqual({
      told: [
        ['a', 'off', 'b', night.startsAt, night.endsAt],
        ['b', 'on', 'a', night.startsAt, night.endsAt],
      ],
      ahead: 'whole',
    });
    expect(
      compare(withIt, without)
        .told.map(([who, kind]) => `${who} ${kind}`)
        .sort(),
    ).toEqual(['a on', 'b off']);
  });

  it('is nothing where a rule is written anew and nobody is on at another time', () => {
    const again = { ...weekly({ staffId: 'a' }), madeAt: NOW };
    expect(compare(rotaOf({ rules: [weekly({ staffId: 'a' })] }), rotaOf({ rules: [again] })).told).toEqual(
      [],
    );
    const inside = single('a', { ...night, endsAt: at('2026-11-24 22:00') });
    expect(compare(rotaOf({ rules: [base] }), rotaOf({ rules: [base, inside] })).told).toEqual([]);
  });

  it('looks four weeks ahead for what comes again, and at a single shift whenever it is', () => {
    const later = single('a', { startsAt: at('2099-01-01 08:00'), endsAt: at('2099-01-01 20:00') });
    expect(compare(rotaOf(), rotaOf({ rules: [later] })).told).toHaveLength(1);
    const mondays = compare(rotaOf(), rotaOf({ rules: [weekly({ staffId: 'a', fromMinute: 1_200 })] }));
    expect(mondays.ahead).toBe('weeks');
    expect(mondays.told).toHaveLength(4);
  });

  it('says nothing of what is over, nor to whoever has left', () => {
    const over = single('a', { startsAt: at('2026-11-23 06:00'), endsAt: at('2026-11-23 11:00') });
    expect(compare(rotaOf({ rules: [over] }), rotaOf()).told).toEqual([]);
    const rules = [base, override('b', 'a', night)];
    const left = compare(rotaOf({ rules }), rotaOf({ rules, gone: new Map([['b', NOW]]) }));
    expect(left.told).toEqual([['a', 'on', null, night.startsAt, night.endsAt]]);
  });

  it('names whose it was from the start, however often it went on', () => {
    const rules = [base, override('b', 'a', night, { madeAt: at('2026-11-01') })];
    const swapped = swap('b', 'c', night, { settledAt: at('2026-11-02') });
    expect(compare(rotaOf({ rules: [base] }), rotaOf({ rules, swaps: [swapped] })).told).toEqual([
      ['a', 'off', 'c', night.startsAt, night.endsAt],
      ['c', 'on', 'a', night.startsAt, night.endsAt],
    ]);
  });
});

describe('what an override covers', () => {
  const cover = (rota: Rota, insteadOf: string | null, duty: 'duty' | 'backup' = 'duty') => {
    const { madeAt: _, endedAt: __, ...rule } = override('b', insteadOf, night, { duty });
    return coverOf(rota, rule, NOW);
  };

  it('is the whole, a part or nothing of it', () => {
    const part = { startsAt: night.startsAt, endsAt: at('2026-11-24 22:00') };
    expect(cover(rotaOf({ rules: [single('a', night)] }), 'a')).toEqual({ kind: 'whole' });
    expect(cover(rotaOf({ rules: [rotation({ members: ['a'] })] }), 'a')).toEqual({ kind: 'whole' });
    expect(cover(rotaOf({ rules: [single('a', part)] }), 'a')).toEqual({ kind: 'part', covered: [part] });
    expect(cover(rotaOf({ rules: [single('c', night)] }), 'a')).toEqual({ kind: 'nothing' });
    expect(cover(rotaOf(), null)).toEqual({ kind: 'whole' });
  });

  it('is nothing on the other duty, or where the shift has been given away', () => {
    const rules = [single('a', night)];
    expect(cover(rotaOf({ rules }), 'a', 'backup')).toEqual({ kind: 'other-duty' });
    expect(cover(rotaOf({ rules, swaps: [swap('a', 'c', night)] }), 'a')).toEqual({ kind: 'nothing' });
  });
});
