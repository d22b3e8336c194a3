import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SignUpStatus } from '../../src/groups/activity.ts';
import type { ListedSignUp } from '../../src/groups/activity-store.ts';
import { isTicked, type Marks, marksOf as marksOn, type Ticks } from '../../src/groups/attendance.ts';

const DATE = 'd';
const END = new Date('2026-11-23T06:00:00Z');
const marksOf = (rows: readonly ListedSignUp[], typed: Ticks): Marks | null =>
  marksOn(rows, typed, { endsAt: END });
const row = (number: number, attended: boolean | null, status: SignUpStatus = 'signed-up'): ListedSignUp => ({
  id: `s${number}`,
  activityId: randomUUID(),
  contactId: randomUUID(),
  addressId: randomUUID(),
  number,
  status,
  talkAskedAt: null,
  madeAt: new Date(0),
  since: new Date(0),
  name: null,
  answered: false,
  answer: null,
  attendance: new Map(attended === null ? [] : [[DATE, attended]]),
});
const ticks = (listed: number[], shown: number[], came: string[]): Ticks => ({
  dateId: DATE,
  listed: new Set(listed),
  shown: new Set(shown),
  came: new Set(came),
});

describe('what saving who came changes', () => {
  it('notes those who are ticked, and of the others that they did not come', () => {
    const rows = [row(1, null), row(2, null), row(3, true)];
    expect(marksOf(rows, ticks([1, 2, 3], [3], ['s1']))).toEqual({
      came: ['s1'],
      stayedAway: ['s3'],
      unmarked: ['s2'],
    });
  });

  it('leaves whoever checked in, was ticked by a colleague or got a place after the page was opened', () => {
    const now = [row(1, true), row(2, null), row(3, null)];
    const typed = ticks([1, 2], [], []);
    expect(marksOf(now, typed)).toEqual({ came: [], stayedAway: [], unmarked: ['s2'] });
    expect(now.map((one) => isTicked(one, typed))).toEqual([true, false, false]);
  });

  it('is nothing where somebody is ticked who gave up their place, unless they were ticked before', () => {
    const rows = [row(1, null, 'cancelled'), row(2, true, 'cancelled')];
    expect(marksOf(rows, ticks([1, 2], [2], ['s1', 's2']))).toBeNull();
    expect(marksOf(rows, ticks([1, 2], [2], ['s2']))).toEqual({ came: [], stayedAway: [], unmarked: [] });
    expect(marksOf([], ticks([], [], ['s9']))).toBeNull();
  });

  it('says of nobody that they stayed away from what was over when they got their place', () => {
    const early = { ...row(1, null), since: new Date(END.getTime() - 1) };
    const late = { ...row(2, null), since: END };
    expect(marksOf([early, late], ticks([1, 2], [], []))).toEqual({
      came: [],
      stayedAway: [],
      unmarked: ['s1'],
    });
    // Ticked, they were there before they had one.
    expect(marksOf([late], ticks([2], [], ['s2']))).toMatchObject({ came: ['s2'] });
  });

  it('takes away no mark that its page did not show', () => {
    const mark = fc.constantFrom(true, false, null);
    const someone = fc.record({ shown: mark, now: mark, ticked: fc.boolean(), listed: fc.boolean() });
    fc.assert(
      fc.property(fc.array(someone, { maxLength: 8 }), (people) => {
        const rows = people.map(({ now }, index) => row(index + 1, now));
        const picked = (which: (one: (typeof people)[number]) => boolean): number[] =>
          people.flatMap((one, index) => (which(one) ? [index + 1] : []));
        const typed = ticks(
          picked(({ listed }) => listed),
          picked(({ listed, shown }) => listed && shown === true),
          picked(({ listed, ticked }) => listed && ticked).map((number) => `s${number}`),
        );
        const marks = marksOf(rows, typed);
        for (const [index, { shown, now, ticked, listed }] of people.entries()) {
          const id = `s${index + 1}`;
          if (now === true && !(listed && shown === true && !ticked))
            expect([marks?.stayedAway, marks?.unmarked].flat()).not.toContain(id);
          if (listed && ticked && shown !== true && now !== true) expect(marks?.came).toContain(id);
        }
      }),
    );
  });
});
