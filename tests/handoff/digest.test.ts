import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BURST, composeDigest, type DigestItem, digestDueAt, stillStands } from '../../src/handoff/digest.ts';
import { OPENED, policy, sampleCase, secondsLater, takenCase } from './samples.ts';

const item = (number: number, more: Partial<DigestItem> = {}): DigestItem => ({
  caseId: `case ${number}`,
  number,
  level: 'high',
  openedAt: secondsLater(number),
  reason: 'waiting',
  college: null,
  round: 0,
  owner: null,
  newWebContact: false,
  ...more,
});
const fresh = (number: number, more: Partial<DigestItem> = {}) =>
  item(number, { newWebContact: true, ...more });
const numbers = (items: readonly DigestItem[]): number[] => items.map((one) => one.number);

describe('what one message of pages says', () => {
  it('names each case, imminent before high, then the longest waiting', () => {
    const { single, grouped } = composeDigest([item(3), item(2), item(4, { level: 'imminent' })]);
    expect(numbers(single)).toEqual([4, 2, 3]);
    expect(grouped).toEqual([]);
  });

  it('groups new web contacts from a burst on, and keeps known ones apart from it', () => {
    const burst = Array.from({ length: BURST }, (_, index) => fresh(10 + index));
    const { single, grouped } = composeDigest([...burst, item(30), item(31, { level: 'imminent' })]);
    expect(numbers(single)).toEqual([31, 30]);
    expect(numbers(grouped)).toEqual(numbers(burst));
    expect(composeDigest([...burst.slice(1), item(30)]).grouped).toEqual([]);
  });

  it('loses nobody and names nobody twice', () => {
    const items = fc.uniqueArray(
      fc.record({
        number: fc.integer({ min: 1, max: 500 }),
        newWebContact: fc.boolean(),
        level: fc.constantFrom('high' as const, 'imminent' as const),
      }),
      { selector: (one) => one.number, maxLength: 40 },
    );
    fc.assert(
      fc.property(items, (some) => {
        const { single, grouped } = composeDigest(some.map((one) => item(one.number, one)));
        const told = numbers([...single, ...grouped]).sort((a, b) => a - b);
        expect(told).toEqual(some.map((one) => one.number).sort((a, b) => a - b));
        expect(grouped.every((one) => one.newWebContact)).toBe(true);
        expect(grouped.length === 0 || grouped.length >= BURST).toBe(true);
      }),
    );
  });
});

describe('when it goes', () => {
  it('is at once for the first, and then at most one a minute', () => {
    const { digestSeconds } = policy;
    expect(digestSeconds).toBe(60);
    expect(digestDueAt(null, digestSeconds, OPENED)).toEqual(OPENED);
    expect(digestDueAt(OPENED, digestSeconds, secondsLater(1))).toEqual(secondsLater(60));
    expect(digestDueAt(OPENED, digestSeconds, secondsLater(60))).toEqual(secondsLater(60));
    expect(digestDueAt(OPENED, digestSeconds, secondsLater(61))).toEqual(secondsLater(61));
  });

  it('never puts two within the minute, whenever the pages come', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 600 }), { minLength: 2, maxLength: 50 }), (pauses) => {
        let now = OPENED;
        let last: Date | null = null;
        for (const pause of pauses) {
          const due = digestDueAt(last, policy.digestSeconds, now);
          expect(due >= now).toBe(true);
          if (last !== null) expect(due.getTime() - last.getTime()).toBeGreaterThanOrEqual(60_000);
          last = due;
          now = new Date(Math.max(due.getTime(), now.getTime() + pause * 1_000));
        }
      }),
    );
  });
});

describe('a page that was not yet told', () => {
  const page = (reason: DigestItem['reason'], staffId = 'a', at = secondsLater(60)) => ({
    reason,
    staffId,
    at,
  });

  it('stands while the case waits for somebody', () => {
    for (const reason of ['waiting', 'raised', 'no-responder', 'silent-owner'] as const)
      expect(stillStands(page(reason), sampleCase())).toBe(true);
  });

  it('of a waiting case falls with the first who takes it, for them and for the others', () => {
    expect(stillStands(page('waiting'), takenCase('a'))).toBe(false);
    expect(stillStands(page('no-responder', 'b'), takenCase('a'))).toBe(false);
  });

  it('of a silent owner stands until they speak or somebody follows them', () => {
    expect(stillStands(page('silent-owner', 'b'), takenCase('a'))).toBe(true);
    expect(stillStands(page('silent-owner', 'a'), takenCase('a'))).toBe(true);
    expect(stillStands(page('silent-owner', 'b'), takenCase('a', { unansweredSince: null }))).toBe(false);
    expect(
      stillStands(page('silent-owner', 'b'), takenCase('c', { unansweredSince: secondsLater(61) })),
    ).toBe(false);
  });

  it('of a raised case stands for its owner, spoken or not', () => {
    expect(stillStands(page('raised', 'a'), takenCase('a', { unansweredSince: null }))).toBe(true);
    expect(stillStands(page('raised', 'b'), takenCase('a'))).toBe(false);
  });

  it('of a case that was handed over stands for its new owner until they have said a word', () => {
    expect(stillStands(page('handed-over', 'b'), takenCase('b'))).toBe(true);
    expect(stillStands(page('handed-over', 'a'), takenCase('b'))).toBe(false);
    expect(stillStands(page('handed-over', 'b'), takenCase('b', { unansweredSince: null }))).toBe(false);
  });

  it('for an owner alone stands for them while it is so, and for nobody who follows them', () => {
    const quiet = { unansweredSince: null, studentSilentSince: OPENED };
    expect(stillStands(page('silent-student', 'a'), takenCase('a', quiet))).toBe(true);
    expect(stillStands(page('silent-student', 'a'), takenCase('b', quiet))).toBe(false);
    const arrived = { ...quiet, arrivedAt: secondsLater(61) };
    expect(stillStands(page('silent-student', 'a'), takenCase('a', arrived))).toBe(false);
    const answered = { unansweredSince: null, studentSilentSince: null };
    expect(stillStands(page('silent-student', 'a'), takenCase('a', answered))).toBe(false);

    expect(stillStands(page('new-danger', 'a'), takenCase('a', { unansweredSince: secondsLater(60) }))).toBe(
      true,
    );
    expect(stillStands(page('new-danger', 'a'), takenCase('a', answered))).toBe(false);

    const hold = { kind: 'on-phone', since: OPENED, until: secondsLater(60) } as const;
    expect(stillStands(page('hold-over', 'a'), takenCase('a', { ...quiet, hold }))).toBe(true);
    expect(stillStands(page('hold-over', 'a'), takenCase('a', quiet))).toBe(false);
    const anew = { ...hold, since: secondsLater(61), until: secondsLater(600) };
    expect(stillStands(page('hold-over', 'a'), takenCase('a', { ...quiet, hold: anew }))).toBe(false);
    expect(stillStands(page('silent-student', 'a'), takenCase('a', { ...quiet, hold: anew }))).toBe(false);
  });

  it('of a closed case never stands', () => {
    expect(stillStands(page('raised', 'a'), takenCase('a', { status: 'closed' }))).toBe(false);
  });
});
