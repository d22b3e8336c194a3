import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  compareWaiting,
  decideOffers,
  isFor,
  type OfferQuestion,
  type OpenOffer,
  type WaitingPerson,
} from '../../../src/booking/waiting-list/decide-offers.ts';
import { offerUntil } from '../../../src/booking/waiting-list/offering-time.ts';
import { DAY_PARTS, NO_WISHES, type OfferableSlot } from '../../../src/booking/waiting-list/wishes.ts';
import { addMs, minutesMs } from '../../../src/core/clock.ts';
import { at } from '../sample-slots.ts';

const FROM = at('2026-11-23 00:00');
const later = (minutes: number): Date => addMs(FROM, minutesMs(minutes));
const maybe = <T>(...values: readonly T[]) => fc.constantFrom<T | null>(null, null, ...values);

const slot: fc.Arbitrary<OfferableSlot> = fc
  .record({
    staffId: fc.constantFrom('ada', 'bo', 'cy'),
    roomId: fc.constantFrom('r1', 'r2', null),
    half: fc.integer({ min: 0, max: 7 * 48 }),
    gender: maybe('female' as const, 'male' as const),
    languages: fc.subarray(['en', 'yue']),
    topics: fc.subarray(['sleep', 'exams']),
  })
  .map(({ half, roomId, ...more }) => ({
    ...more,
    roomId,
    mode: roomId === null ? ('online' as const) : ('on-site' as const),
    startAt: later(half * 30),
    endAt: later(half * 30 + 50),
    weekday: (Math.floor(half / 48) % 7) + 1,
    minute: (half % 48) * 30,
  }));

const wishes = fc.record({
  counsellorId: maybe('ada', 'bo'),
  gender: maybe('female' as const, 'male' as const),
  language: maybe('en'),
  topic: maybe('sleep'),
  mode: maybe('on-site' as const, 'online' as const),
  weekdays: fc.oneof(fc.constant([]), fc.subarray([1, 2, 3, 4, 5, 6, 7])),
  dayParts: fc.oneof(fc.constant([]), fc.subarray([...DAY_PARTS])),
});

const busy = fc
  .integer({ min: 0, max: 7 * 1_440 })
  .map((minute) => ({ startAt: later(minute), endAt: later(minute + 60) }));

const person: fc.Arbitrary<Omit<WaitingPerson, 'entryId'>> = fc.record({
  joinedAt: fc.integer({ min: -9, max: 0 }).map((days) => later(days * 1_440)),
  urgent: fc.constantFrom(false, false, true),
  wishes: fc.oneof(fc.constant(NO_WISHES), wishes),
  busy: fc.array(busy, { maxLength: 2 }),
  offeredBefore: fc.array(slot, { maxLength: 2 }),
  canBeAsked: fc.constantFrom(true, true, true, false),
});

const clashes = (
  one: Pick<OpenOffer, 'startAt' | 'endAt' | 'staffId' | 'roomId'>,
  other: Pick<OpenOffer, 'startAt' | 'endAt' | 'staffId' | 'roomId'>,
): boolean =>
  one.startAt < other.endAt &&
  other.startAt < one.endAt &&
  (one.staffId === other.staffId || (one.roomId !== null && one.roomId === other.roomId));

/** Offers as the rows hold them: of different people, and of slots that do not clash. */
function openOffers(taken: readonly OfferableSlot[], waiting: readonly WaitingPerson[], minutes: number) {
  const offers: OpenOffer[] = [];
  for (const [index, one] of taken.entries()) {
    const holder = waiting[index];
    if (holder === undefined || offers.some((other) => clashes(other, one))) continue;
    const expiresAt = later(minutes + (index % 2 === 0 ? 60 : -5));
    const stands = { taken: index === 2, told: (index + minutes) % 3 > 0 };
    offers.push({ ...one, id: `offer-${index}`, entryId: holder.entryId, expiresAt, ...stands });
  }
  return offers;
}

const question: fc.Arbitrary<OfferQuestion> = fc
  .record({
    slots: fc.array(slot, { maxLength: 12 }),
    people: fc.array(person, { maxLength: 8 }),
    offered: fc.array(slot, { maxLength: 3 }),
    minutes: fc.integer({ min: 0, max: 5 * 1_440 }),
    keep: fc.boolean(),
  })
  .map(({ slots, people, offered, minutes, keep }) => {
    const waiting = people.map((one, index) => ({ ...one, entryId: `entry-${index}` }));
    const offers = openOffers(offered, waiting, minutes);
    return {
      // What is on offer is free apart from that, unless it was taken away.
      freeSlots: keep ? [...slots, ...offered] : slots,
      waiting,
      openOffers: offers,
      now: later(minutes),
      leastNoticeMinutes: 120,
    };
  });

/** Offers that stand once the decision is carried out. */
function standing(asked: OfferQuestion): OpenOffer[] {
  const { make, expire, withdraw } = decideOffers(asked);
  const over = new Set([...expire, ...withdraw]);
  return [
    ...asked.openOffers.filter(({ id }) => !over.has(id)),
    ...make.map(({ entryId, slot: one, expiresAt }, index) => ({
      ...one,
      id: `new-${index}`,
      entryId,
      expiresAt,
      taken: false,
      told: false,
    })),
  ];
}

it('promises no counsellor and no room twice, and nobody two times', () => {
  let made = 0;
  fc.assert(
    fc.property(question, (asked) => {
      const offers = standing(asked);
      made += decideOffers(asked).make.length;
      expect(new Set(offers.map(({ entryId }) => entryId)).size).toBe(offers.length);
      for (const [index, offer] of offers.entries())
        expect(offers.slice(index + 1).filter((other) => clashes(offer, other))).toEqual([]);
    }),
    { numRuns: 300 },
  );
  expect(made).toBeGreaterThan(50);
});

it('offers only what fits, to who can be asked, for as long as it may', () => {
  fc.assert(
    fc.property(question, (asked) => {
      for (const { entryId, slot: one, expiresAt } of decideOffers(asked).make) {
        const who = asked.waiting.find((other) => other.entryId === entryId);
        expect(who?.canBeAsked).toBe(true);
        expect(who !== undefined && isFor(who, one)).toBe(true);
        expect(asked.freeSlots).toContainEqual(one);
        expect(expiresAt).toEqual(offerUntil(one, asked.now, asked.leastNoticeMinutes));
      }
    }),
    { numRuns: 300 },
  );
});

it('keeps the order: whoever stands in front gets nothing only where nothing fits that is left for them', () => {
  fc.assert(
    fc.property(question, (asked) => {
      const { make } = decideOffers(asked);
      const over = new Set(decideOffers(asked).expire.concat(decideOffers(asked).withdraw));
      const kept = asked.openOffers.filter(({ id }) => !over.has(id));
      const line = [...asked.waiting].sort(compareWaiting);
      const places = new Map(line.map((who, index) => [who.entryId, index]));
      for (const who of line) {
        if (!who.canBeAsked || [...make, ...kept].some(({ entryId }) => entryId === who.entryId)) continue;
        const earlier = make.filter(
          ({ entryId }) => (places.get(entryId) ?? 0) < (places.get(who.entryId) ?? 0),
        );
        const promised = [...kept, ...earlier.map(({ slot: one }) => one)];
        const lost = asked.openOffers.filter(({ entryId, id }) => entryId === who.entryId && over.has(id));
        const left = asked.freeSlots.filter(
          (one) =>
            isFor(who, one) &&
            offerUntil(one, asked.now, asked.leastNoticeMinutes) !== null &&
            !promised.some((other) => clashes(other, one)) &&
            !lost.some((other) => other.staffId === one.staffId && +other.startAt === +one.startAt),
        );
        expect(left).toEqual([]);
      }
    }),
    { numRuns: 300 },
  );
});

it('is kept for whoever heard of it, and goes on from somebody who cannot be asked and has not', () => {
  fc.assert(
    fc.property(question, (asked) => {
      const { withdraw } = decideOffers(asked);
      for (const offer of asked.openOffers) {
        if (offer.expiresAt <= asked.now || offer.taken) continue;
        const who = asked.waiting.find(({ entryId }) => entryId === offer.entryId);
        const free = asked.freeSlots.some(
          (one) => one.staffId === offer.staffId && +one.startAt === +offer.startAt,
        );
        expect(withdraw.includes(offer.id)).toBe(!free || !(offer.told || who?.canBeAsked));
      }
    }),
    { numRuns: 300 },
  );
});

it('puts urgent ones first, and then whoever came first', () => {
  fc.assert(
    fc.property(fc.array(person, { maxLength: 8 }), (people) => {
      const line = people.map((one, index) => ({ ...one, entryId: `${index}` })).sort(compareWaiting);
      for (const [index, who] of line.entries()) {
        const next = line[index + 1];
        if (next === undefined) continue;
        expect(Number(who.urgent)).toBeGreaterThanOrEqual(Number(next.urgent));
        if (who.urgent === next.urgent) expect(+who.joinedAt).toBeLessThanOrEqual(+next.joinedAt);
      }
    }),
  );
});

it('answers the same twice, however its rows are sorted, and has nothing to add once it is carried out', () => {
  fc.assert(
    fc.property(question, (asked) => {
      const answer = decideOffers(asked);
      expect(decideOffers(asked)).toEqual(answer);
      const turned = decideOffers({ ...asked, waiting: [...asked.waiting].reverse() });
      expect(turned).toEqual(answer);
      const over = new Set([...answer.expire, ...answer.withdraw]);
      const after: OfferQuestion = {
        ...asked,
        openOffers: standing(asked),
        // Once over, an offer is one that they had before.
        waiting: asked.waiting.map((who) => ({
          ...who,
          offeredBefore: [
            ...who.offeredBefore,
            ...asked.openOffers.filter(({ id, entryId }) => over.has(id) && entryId === who.entryId),
          ],
        })),
      };
      expect(decideOffers(after)).toEqual({ make: [], expire: [], withdraw: [] });
    }),
    { numRuns: 300 },
  );
});
