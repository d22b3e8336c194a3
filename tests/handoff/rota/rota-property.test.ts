import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { listCoverage, whoIsOn } from '../../../src/handoff/rota/coverage.ts';
import type { Rota } from '../../../src/handoff/rota/rota.ts';
import { at, calendarOf, override, rotaOf, rotation, single, swap, weekly } from './samples.ts';

const MINUTE = 60_000;
const BASE = at('2026-11-23').getTime();
const YEARS = 3 * 366 * 1_440;
/** Minutes from Monday 23 November 2026, over two year ends and 29 February 2028. */
const minute = fc.integer({ min: 0, max: YEARS });
const moment = minute.map((m) => new Date(BASE + m * MINUTE));
const person = fc.constantFrom('a', 'b', 'c', 'd', 'e');
const period = fc.tuple(minute, fc.integer({ min: 1, max: 20_000 })).map(([from, long]) => ({
  startsAt: new Date(BASE + from * MINUTE),
  endsAt: new Date(BASE + (from + long) * MINUTE),
}));

const anyRotation = fc
  .record({
    members: fc.array(person, { minLength: 1, maxLength: 5 }),
    periodDays: fc.integer({ min: 1, max: 60 }),
    handOverWeekday: fc.integer({ min: 1, max: 7 }),
    handOverMinute: fc.integer({ min: 0, max: 1_439 }),
  })
  .map((more) => rotation(more));

const anyWeekly = fc
  .record({
    staffId: person,
    weekday: fc.integer({ min: 1, max: 7 }),
    fromMinute: fc.integer({ min: 0, max: 1_439 }),
    long: fc.integer({ min: 1, max: 1_440 }),
    days: fc.constantFrom('all' as const, 'workdays' as const, 'holidays' as const),
  })
  .map(({ long, ...more }) => weekly({ ...more, toMinute: more.fromMinute + long }));

const anyChange = fc
  .tuple(person, fc.option(person), period, minute)
  .filter(([x, y]) => x !== y)
  .map(([x, y, its, made]) => override(x, y, its, { madeAt: new Date(BASE - (made + 1) * MINUTE) }));

const anySwap = fc
  .tuple(person, person, period, fc.constantFrom('offered' as const, 'accepted' as const, 'expired' as const))
  .filter(([x, y]) => x !== y)
  .map(([x, y, its, status]) => swap(x, y, its, { status, settledAt: at('2026-11-01') }));

const calendar = calendarOf({
  holidays: [
    { name: '节', from: '2026-12-30', to: '2027-01-03' },
    { name: '节', from: '2028-02-27', to: '2028-03-01' },
  ],
  makeUpDays: [{ date: '2027-01-09', as: 1 }],
});

const goneAt = (who: readonly string[], when: Date): ReadonlyMap<string, Date> =>
  new Map(who.map((one) => [one, when]));

const anyRota: fc.Arbitrary<Rota> = fc
  .record({
    base: fc.array(fc.oneof(anyRotation, anyWeekly), { maxLength: 4 }),
    singles: fc.array(fc.tuple(person, period), { maxLength: 3 }),
    changes: fc.array(anyChange, { maxLength: 4 }),
    swaps: fc.array(anySwap, { maxLength: 3 }),
  })
  .map(({ base, singles, changes, swaps }) =>
    rotaOf({
      calendar,
      swaps,
      rules: [...base, ...singles.map(([who, its]) => single(who, its)), ...changes],
    }),
  );

describe('any rota', () => {
  it('that goes round the clock leaves no moment uncovered, whatever is changed and swapped', () => {
    fc.assert(
      fc.property(anyRota, anyRotation, moment, ({ rules, ...rest }, round, now) => {
        expect(whoIsOn({ ...rest, rules: [...rules, round] }, 'duty', now).length).toBeGreaterThan(0);
      }),
    );
  });

  it('stays covered when anybody leaves, as long as one of a rotation is left', () => {
    fc.assert(
      fc.property(anyRota, fc.uniqueArray(person, { maxLength: 4 }), moment, (rota, leavers, now) => {
        const round = rotation({ members: ['a', 'b', 'c', 'd', 'e'] });
        const left = { ...rota, rules: [...rota.rules, round], gone: goneAt(leavers, at('2026-11-01')) };
        const on = whoIsOn(left, 'duty', now);
        expect(on.length).toBeGreaterThan(0);
        for (const leaver of leavers) expect(on).not.toContain(leaver);
      }),
    );
  });

  it('is at every moment as if whoever had left by then had never been there, and everybody else had stayed', () => {
    const leaving = fc.array(fc.tuple(person, moment), { maxLength: 5 });
    fc.assert(
      fc.property(
        anyRota,
        anyRotation,
        leaving,
        fc.nat({ max: 5 }),
        moment,
        (base, round, left, which, any) => {
          const gone = new Map(left);
          // Often at the very moment at which somebody leaves.
          const now = [...gone.values()][which] ?? any;
          const rota = { ...base, rules: [...base.rules, round], gone };
          const [from, to] = [-20, 20].map((days) => new Date(now.getTime() + days * 1_440 * MINUTE));
          const seen = listCoverage(rota, 'duty', from ?? now, to ?? now).find(
            ({ startsAt, endsAt }) => startsAt <= now && now < endsAt,
          );
          const byThen = [...gone].filter(([, at]) => at <= now).map(([who]) => who);
          const never = { ...rota, gone: goneAt(byThen, new Date(0)) };
          expect(seen?.staffIds).toEqual(whoIsOn(never, 'duty', now));
        },
      ),
    );
  });

  it('covered on workdays by one rotation and on other days by another is always covered', () => {
    fc.assert(
      fc.property(anyRotation, anyRotation, moment, (one, other, now) => {
        const rules = [
          { ...one, days: 'workdays' as const },
          { ...other, days: 'holidays' as const },
        ];
        expect(whoIsOn(rotaOf({ calendar, rules }), 'duty', now).length).toBeGreaterThan(0);
      }),
    );
  });

  it('lets the last decision win: whoever it names is on where the other one was, who is not', () => {
    fc.assert(
      fc.property(anyRota, person, person, period, fc.nat(), (rota, x, y, its, chance) => {
        fc.pre(x !== y);
        const long = its.endsAt.getTime() - its.startsAt.getTime();
        const now = new Date(its.startsAt.getTime() + (chance % long));
        const last = override(x, y, its, { madeAt: new Date(BASE) });
        const before = whoIsOn(rota, 'duty', now);
        const after = whoIsOn({ ...rota, rules: [...rota.rules, last] }, 'duty', now);
        const wanted = before.map((one) => (one === y ? x : one));
        expect(after).toEqual([...new Set(wanted)].sort());
        const added = override(x, null, its, { madeAt: new Date(BASE) });
        expect(whoIsOn({ ...rota, rules: [...rota.rules, added] }, 'duty', now)).toContain(x);
      }),
    );
  });

  it('is one unbroken row of stretches that say what is true at each of their moments', () => {
    fc.assert(
      fc.property(
        anyRota,
        moment,
        fc.integer({ min: 1, max: 30_000 }),
        fc.nat(),
        (rota, from, long, chance) => {
          const to = new Date(from.getTime() + long * MINUTE);
          const stretches = listCoverage(rota, 'duty', from, to);
          expect(stretches[0]?.startsAt).toEqual(from);
          expect(stretches.at(-1)?.endsAt).toEqual(to);
          for (const [index, { endsAt, staffIds }] of stretches.entries()) {
            const next = stretches[index + 1];
            if (next === undefined) continue;
            expect(next.startsAt).toEqual(endsAt);
            expect(next.staffIds).not.toEqual(staffIds);
          }
          const now = new Date(from.getTime() + (chance % (long * MINUTE)));
          const stretch = stretches.find(({ startsAt, endsAt }) => startsAt <= now && now < endsAt);
          expect(stretch?.staffIds).toEqual(whoIsOn(rota, 'duty', now));
        },
      ),
    );
  });

  it('does not depend on how far ahead somebody looks', () => {
    fc.assert(
      fc.property(anyRota, moment, fc.integer({ min: 1, max: 40 }), (rota, now, days) => {
        const early = new Date(now.getTime() - days * 1_440 * MINUTE);
        const late = new Date(now.getTime() + days * 1_440 * MINUTE);
        const stretch = listCoverage(rota, 'duty', early, late).find(
          ({ startsAt, endsAt }) => startsAt <= now && now < endsAt,
        );
        expect(stretch?.staffIds).toEqual(whoIsOn(rota, 'duty', now));
      }),
    );
  });
});
