import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { answerBookingRequest } from '../../../src/booking/answer-booking-request.ts';
import type { BookingContext } from '../../../src/booking/booking-context.ts';
import { bookableTime, freeSlots, slotQuestion } from '../../../src/booking/free-slots.ts';
import { type Slot, slotId } from '../../../src/booking/slot.ts';
import type { TeachingWeeks } from '../../../src/booking/teaching-weeks.ts';
import { addMs, hoursMs, minutesMs } from '../../../src/core/clock.ts';
import { naiveOf, naiveSlots } from '../../booking/naive-slots.ts';
import {
  calendar,
  cap,
  FROM,
  type RandomRule,
  range,
  roomHours,
  rule,
} from '../../booking/random-availability.ts';
import type { Person } from '../../contracts/appointment-store-world.ts';
import { asBookedWorld } from '../booked-world.ts';
import { openStoreWorld, type StoreWorld } from '../store-world.ts';

/** Noon of the Sunday before. */
const NOW = addMs(FROM, -hoursMs(12));
const HOLD_MINUTES = 5;
const ROOMS = ['101室', '102室'] as const;

let world: StoreWorld;
let people: Person[];
let staff: string[];
let rooms: string[];

beforeAll(async () => {
  world = await openStoreWorld();
  people = await Promise.all([1, 2, 3].map(() => world.addPerson()));
  staff = [await world.addStaff('A老师'), await world.addStaff('B老师')];
  const booked = asBookedWorld(world);
  rooms = [await booked.addRoom(ROOMS[0]), await booked.addRoom(ROOMS[1])];
});
afterAll(() => world.close());

const centre = fc.record({
  rules: fc.array(rule, { minLength: 2, maxLength: 6 }),
  leaves: fc.array(fc.tuple(fc.nat({ max: 1 }), range), { maxLength: 3 }),
  hours: fc.uniqueArray(roomHours, { maxLength: 5, selector: (one) => `${one.room} ${one.weekday}` }),
  calendar,
  caps: fc.tuple(cap, cap),
  /** Slots that others have booked before, by their place among those that are free then. */
  booked: fc.array(fc.nat({ max: 200 }), { maxLength: 4 }),
  urgentKept: fc.constantFrom(0, 1),
});
type Centre = typeof centre extends fc.Arbitrary<infer One> ? One : never;

async function addRule({ counsellor, room, weeks, ...more }: RandomRule): Promise<void> {
  const roomId = rooms[room] ?? null;
  const mode = roomId === null ? ('online' as const) : ('on-site' as const);
  const of = { id: randomUUID(), staffId: staff[counsellor] ?? '', roomId, mode, sample: false };
  await world.stores.availability.addRule({ ...of, ...more, weeks: weeks as TeachingWeeks }, null, NOW);
}

/** Writes down a centre in place of the one before, as its staff would. */
async function open({ rules, leaves, hours, caps, ...more }: Centre): Promise<void> {
  for (const table of ['appointment', 'availability_rule', 'availability_exception'])
    await world.database.sql(`delete from xinqiao.${table}`);
  const { availability, rota } = world.stores;
  for (const one of rules) await addRule(one);
  for (const [who, time] of leaves)
    await availability.addLeave(
      { id: randomUUID(), staffId: staff[who] ?? '', note: null, ...time },
      null,
      NOW,
    );
  for (const [index, name] of ROOMS.entries()) {
    const own = hours
      .filter(({ room }) => room === index)
      .map(({ weekday, hours: of }) => ({ weekday, ...of }));
    const kept = { campus: null, retired: false, sample: false };
    await availability.saveRoom({ id: rooms[index] ?? '', name, hours: own, ...kept }, NOW);
  }
  for (const [index, { daily, weekly }] of caps.entries()) {
    const words = {
      gender: null,
      languages: [],
      topics: [],
      online: true,
      onlineAddress: null,
      introduction: null,
    };
    const profile = { staffId: staff[index] ?? '', ...words, dailyCap: daily, weeklyCap: weekly };
    await availability.saveProfile(profile, null, NOW);
  }
  await rota.saveCalendar(more.calendar, NOW);
}

const contextOf = (
  person: Person,
  { urgentKept }: Pick<Centre, 'urgentKept'>,
  now = NOW,
): BookingContext => ({
  store: world.stores.appointments,
  ids: { next: randomUUID },
  settings: {
    daysAhead: 15,
    holdMinutes: HOLD_MINUTES,
    firstVisitHoldMinutes: HOLD_MINUTES,
    leastNoticeMinutes: 0,
    noticePeriodMinutes: 60,
    upcomingLimit: 9,
    caps: { daily: 6, weekly: null },
    urgent: { perDay: urgentKept, leastNoticeMinutes: 0 },
  },
  joinedLater: false,
  now,
  ...person,
});
const freeFor = (context: BookingContext): Promise<Slot[]> =>
  freeSlots(context, bookableTime(context, 'free'));

async function hold(slot: Slot, context: BookingContext): Promise<string> {
  const held = await answerBookingRequest({ ask: 'hold', slotId: slotId(slot) }, context);
  expect(held).toMatchObject({ of: 'hold', outcome: 'held', appointment: { startAt: slot.startAt } });
  return held.of === 'hold' && held.outcome === 'held' ? held.appointment.appointmentId : '';
}

async function book(slot: Slot, context: BookingContext): Promise<string> {
  const appointmentId = await hold(slot, context);
  const confirmed = await answerBookingRequest({ ask: 'confirm', appointmentId }, context);
  expect(confirmed).toMatchObject({ of: 'confirm', outcome: 'booked' });
  return appointmentId;
}

/** Opens the centre and books what others have booked; answers what the first student is asked with. */
async function begin(one: Centre): Promise<BookingContext> {
  const [student, other] = people as [Person, Person];
  await open(one);
  for (const pick of one.booked) {
    const context = contextOf(other, one);
    const free = await freeFor(context);
    const slot = free[pick % Math.max(1, free.length)];
    if (slot !== undefined) await book(slot, context);
  }
  return contextOf(student, one);
}

it('offers what the oracle finds in the same centre, and takes a booking for each of it', async () => {
  let taken = 0;
  await fc.assert(
    fc.asyncProperty(centre, fc.nat({ max: 4 }), async (one, offset) => {
      const context = await begin(one);
      const within = bookableTime(context, 'free');
      const free = await freeSlots(context, within);
      expect(free.map(naiveOf)).toEqual(naiveSlots(await slotQuestion(context, within)));
      // Every fifth of them: each hold replaces the one before.
      for (const [index, slot] of free.entries()) {
        if (index % 5 !== offset || index > 40) continue;
        await hold(slot, context);
        taken += 1;
      }
    }),
    { numRuns: 12 },
  );
  expect(taken).toBeGreaterThan(0);
});

type Way = 'release' | 'cancel' | 'run-out' | 'call-off' | 'move-and-cancel';
const way = fc.constantFrom<Way>('release', 'cancel', 'run-out', 'call-off', 'move-and-cancel');

/** Takes a slot and gives it back in one of the ways that there are; answers the moment from which it is given back. */
async function takeAndGiveBack(how: Way, slot: Slot, next: Slot, context: BookingContext): Promise<Date> {
  const { now } = context;
  const ask = (request: Parameters<typeof answerBookingRequest>[0]) => answerBookingRequest(request, context);
  switch (how) {
    case 'release':
      await ask({ ask: 'release', appointmentId: await hold(slot, context) });
      return now;
    case 'run-out':
      await hold(slot, context);
      return addMs(now, minutesMs(HOLD_MINUTES));
    case 'cancel':
      await ask({ ask: 'cancel', appointmentId: await book(slot, context) });
      return now;
    case 'call-off': {
      const appointmentId = await book(slot, context);
      const of = {
        id: randomUUID(),
        appointmentId,
        kind: 'cancel',
        cause: 'room',
        line: '',
        times: [],
      } as const;
      const offer = { ...of, madeBy: slot.staffId, now, expiresAt: slot.startAt };
      expect(await world.stores.changeOffers.callOff(offer)).toMatchObject({ ok: true });
      return now;
    }
    case 'move-and-cancel': {
      const appointmentId = await book(slot, context);
      const held = await ask({ ask: 'hold', slotId: slotId(next), insteadOf: appointmentId });
      if (held.of !== 'hold' || held.outcome !== 'held') {
        await ask({ ask: 'cancel', appointmentId });
        return now;
      }
      const holdId = held.appointment.appointmentId;
      expect(await ask({ ask: 'move', appointmentId, holdId })).toMatchObject({ outcome: 'moved' });
      await ask({ ask: 'cancel', appointmentId: holdId });
      return now;
    }
  }
}

it('offers everybody what was free before, once a time was given back, in whichever way', async () => {
  const ways = new Set<Way>();
  await fc.assert(
    fc.asyncProperty(centre, way, fc.nat(), fc.nat(), async (one, how, pick, other) => {
      const context = await begin(one);
      const stranger = people[2] as Person;
      const free = await freeFor(context);
      const slot = free[pick % Math.max(1, free.length)];
      const next = free[other % Math.max(1, free.length)];
      if (slot === undefined || next === undefined) return;
      // Nothing starts within the minutes that a hold runs, so that only the booking can make a difference.
      const later = addMs(NOW, minutesMs(HOLD_MINUTES));
      const before = await freeFor(contextOf(stranger, one, later));
      expect(before).toEqual(free);
      const givenBackAt = await takeAndGiveBack(how, slot, next, context);
      expect(await freeFor(contextOf(stranger, one, givenBackAt))).toEqual(before);
      expect(await freeFor({ ...context, now: givenBackAt })).toEqual(free);
      ways.add(how);
    }),
    { numRuns: 16 },
  );
  expect(ways.size).toBeGreaterThan(1);
});
