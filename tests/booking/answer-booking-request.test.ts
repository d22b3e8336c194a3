import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, expectTypeOf, it } from 'vitest';
import { answerBookingRequest } from '../../src/booking/answer-booking-request.ts';
import type { BookingContext, BookingSettings } from '../../src/booking/booking-context.ts';
import type { BookingRequest, BookingResult } from '../../src/booking/booking-request.ts';
import { parseSlotId, slotId } from '../../src/booking/slot.ts';
import { ANY } from '../../src/booking/wish.ts';
import { addMs, minutesMs } from '../../src/core/clock.ts';
import type { FirstVisitRequest, FlowRequest, FlowResult, WaitingRequest } from '../../src/flows/flow.ts';
import type { ActivityRequest } from '../../src/groups/activity-request.ts';
import { createFakeAppointmentStore, type FakeAppointmentStore } from '../fakes/fake-appointment-store.ts';
import { ADA, at, BO, opening, ROOM_1, ROOM_2 } from './sample-slots.ts';

const NOW = at('2026-11-20 10:00');
const settings: BookingSettings = {
  daysAhead: 14,
  holdMinutes: 5,
  firstVisitHoldMinutes: 20,
  leastNoticeMinutes: 120,
  noticePeriodMinutes: 60,
  upcomingLimit: 1,
  caps: { daily: null, weekly: null },
  urgent: { perDay: 0, leastNoticeMinutes: 0 },
};
const ann = { contactId: 'ann', addressId: 'ann on the web' };
const ben = { contactId: 'ben', addressId: 'ben on the web' };
const nine = at('2026-11-23 09:00');
const adaAtNine = slotId({ staffId: ADA, roomId: ROOM_1, startAt: nine });
const boAtNine = slotId({ staffId: BO, roomId: ROOM_2, startAt: nine });

let store: FakeAppointmentStore;

beforeEach(async () => {
  store = createFakeAppointmentStore();
  store.addCounsellor(ADA, '甲老师');
  store.addCounsellor(BO, '乙老师');
  await store.addRoom({ id: ROOM_1, name: '101室', sample: true });
  await store.addRoom({ id: ROOM_2, name: '102室', sample: true });
  await store.addAvailabilityRule({ ...opening(), id: randomUUID(), sample: true });
  const second = opening({ staffId: BO, roomId: ROOM_2, toMinute: 660 });
  await store.addAvailabilityRule({ ...second, id: randomUUID(), sample: true });
});

type Asking = typeof ann & Partial<Pick<BookingContext, 'urgent' | 'byStaff' | 'isAskedFirst' | 'wishes'>>;

const ask = (
  request: BookingRequest,
  person: Asking = ann,
  now = NOW,
  rules: BookingSettings = settings,
): Promise<BookingResult> =>
  answerBookingRequest(request, {
    store,
    ids: { next: () => randomUUID() },
    settings: rules,
    joinedLater: false,
    now,
    ...person,
  });

async function hold(id: string, person = ann, now = NOW): Promise<string> {
  const result = await ask({ ask: 'hold', slotId: id }, person, now);
  if (result.of !== 'hold' || result.outcome !== 'held') throw new Error('not held');
  return result.appointment.appointmentId;
}

async function book(id: string, person = ann): Promise<string> {
  const appointmentId = await hold(id, person);
  await ask({ ask: 'confirm', appointmentId }, person);
  return appointmentId;
}

async function timesOn(date: string, person: Asking = ann, now = NOW): Promise<string[]> {
  const result = await ask({ ask: 'times', date }, person, now);
  return result.of === 'times' ? result.slots.map((slot) => slot.id) : [];
}

it('understands what a flow asks and answers what a flow understands', () => {
  expectTypeOf<
    Exclude<
      FlowRequest,
      { ask: 'consent' | 'zone' | 'evaluation-words' } | FirstVisitRequest | WaitingRequest | ActivityRequest
    >
  >().toExtend<BookingRequest>();
  expectTypeOf<BookingResult>().toExtend<FlowResult>();
});

describe('days and times', () => {
  it('are those of fourteen days, today included', async () => {
    const days = [
      { date: '2026-11-23', free: 5 },
      { date: '2026-11-30', free: 5 },
    ];
    expect(await ask({ ask: 'days' })).toEqual({ of: 'days', days, freedom: 'free', wished: false });
    expect(await timesOn('2026-12-04')).toEqual([]);
    expect(await ask({ ask: 'days' }, ann, at('2026-11-24 00:00'))).toMatchObject({
      days: [{ date: '2026-11-30' }, { date: '2026-12-07' }],
    });
    expect(await ask({ ask: 'days' }, ann, at('2026-11-23 23:59'))).toMatchObject({
      days: [{ date: '2026-11-30' }],
    });
  });

  it('are online for whoever wishes for it, though the counsellor has a room then', async () => {
    const inRoom = await timesOn('2026-11-23');
    const online = opening({ roomId: null, room: null, mode: 'online' });
    await store.addAvailabilityRule({ ...online, id: randomUUID(), sample: true });
    expect(await timesOn('2026-11-23')).toEqual(inRoom);
    const nothing = { gender: null, topics: [], languages: [], introduction: null };
    const wishes = {
      of: async () => ({ ...ANY, mode: 'online' as const }),
      keep: async () => undefined,
      counsellors: async () => [{ staffId: ADA, counsellor: '甲老师', online: true, ...nothing }],
    };
    const wishful = { ...ben, wishes };
    const [first = ''] = await timesOn('2026-11-23', wishful);
    expect(parseSlotId(first)).toEqual({ staffId: ADA, roomId: null, startAt: nine });
    await hold(first, wishful);
    expect(await timesOn('2026-11-23')).toEqual(inRoom.filter((id) => id !== adaAtNine));
  });

  it('are offered with counsellor, room and an id', async () => {
    const result = await ask({ ask: 'times', date: '2026-11-23' });
    expect(result.of === 'times' && result.slots[0]).toEqual({
      id: adaAtNine,
      startAt: nine,
      endAt: addMs(nine, minutesMs(60)),
      counsellor: '甲老师',
      room: '101室',
      campus: null,
      mode: 'on-site',
    });
  });

  it('are none on a date that is no date', async () => {
    for (const date of ['', '2026-13-40', 'tomorrow', '明天']) expect(await timesOn(date)).toEqual([]);
  });

  it('hide what others hold, and not what the student holds', async () => {
    await hold(adaAtNine);
    expect(await timesOn('2026-11-23', ann)).toContain(adaAtNine);
    expect(await timesOn('2026-11-23', ben)).not.toContain(adaAtNine);
    expect(await timesOn('2026-11-23', ben, addMs(NOW, minutesMs(20)))).toContain(adaAtNine);
  });

  it('hide the time at which the student is booked, with whomever', async () => {
    await book(adaAtNine);
    expect(await timesOn('2026-11-23', ann)).not.toContain(boAtNine);
    expect(await timesOn('2026-11-23', ben)).toContain(boAtNine);
  });
});

describe('hold', () => {
  it('answers the appointment, and gives a first visit and whoever is still asked something more time', async () => {
    const appointment = { id: adaAtNine, startAt: nine, counsellor: '甲老师', room: '101室' };
    const first = await ask({ ask: 'hold', slotId: adaAtNine });
    const heldUntil = addMs(NOW, minutesMs(20));
    expect(first).toMatchObject({ of: 'hold', outcome: 'held', appointment, heldUntil });

    await book(adaAtNine);
    const later = addMs(nine, minutesMs(61));
    const minutesOf = async (person: Asking, which: number): Promise<number> => {
      const slotId = (await timesOn('2026-11-30', person, later))[which] ?? '';
      const result = await ask({ ask: 'hold', slotId }, person, later);
      if (result.of !== 'hold' || result.outcome !== 'held') throw new Error('not held');
      return (result.heldUntil.getTime() - later.getTime()) / minutesMs(1);
    };
    expect(await minutesOf(ann, 0)).toBe(5);
    expect(await minutesOf({ ...ann, isAskedFirst: async () => true }, 1)).toBe(20);
  });

  it('keeps a time for a hand-off as long as there is time to come, and never shorter than for anybody', async () => {
    const urgent = { perDay: 0, leastNoticeMinutes: 30, holdMinutes: 25 };
    const inCrisis = { ...ann, urgent: true };
    for (const [before, minutes] of [
      [180, 25],
      [45, 15],
      [31, 5],
    ] as const) {
      const now = addMs(nine, -minutesMs(before));
      const held = await ask({ ask: 'hold', slotId: adaAtNine }, inCrisis, now, { ...settings, urgent });
      expect(held).toMatchObject({ outcome: 'held', heldUntil: addMs(now, minutesMs(minutes)) });
      if (held.of !== 'hold' || held.outcome !== 'held') continue;
      await ask({ ask: 'release', appointmentId: held.appointment.appointmentId });
    }
  });

  it('is by staff within neither a term nor the next days alone, and within the caps', async () => {
    const strict = { ...settings, perTermLimit: 0, missedLimit: 0, daysAheadAfterMissed: 1 };
    const byStaff = { ...ann, byStaff: true };
    expect(await ask({ ask: 'days' }, ann, NOW, strict)).toMatchObject({ freedom: 'term-limit', days: [] });
    const held = await ask({ ask: 'hold', slotId: adaAtNine }, byStaff, NOW, strict);
    if (held.of !== 'hold' || held.outcome !== 'held') throw new Error('not held');
    const { appointmentId } = held.appointment;
    const booked = await ask({ ask: 'confirm', appointmentId }, byStaff, NOW, strict);
    expect(booked).toMatchObject({ outcome: 'booked' });
    const full = { ...strict, caps: { daily: 1, weekly: null } };
    const next = slotId({ staffId: ADA, roomId: ROOM_1, startAt: at('2026-11-23 10:00') });
    const capped = await ask({ ask: 'hold', slotId: next }, { ...ben, byStaff: true }, NOW, full);
    expect(capped).toMatchObject({ outcome: 'full' });
  });

  it('answers a doubled tap as the first one', async () => {
    const first = await ask({ ask: 'hold', slotId: adaAtNine });
    const again = await ask({ ask: 'hold', slotId: adaAtNine }, ann, addMs(NOW, 1_000));
    expect(again).toEqual(first);
  });

  it('of a taken slot offers the same time with somebody else and then the nearest ones', async () => {
    await book(adaAtNine, ben);
    const result = await ask({ ask: 'hold', slotId: adaAtNine });
    expect(result).toMatchObject({ of: 'hold', outcome: 'taken' });
    const ten = at('2026-11-23 10:00');
    expect(result.of === 'hold' && 'next' in result && result.next).toMatchObject([
      { id: boAtNine },
      { startAt: ten, counsellor: '甲老师' },
      { startAt: ten, counsellor: '乙老师' },
    ]);
  });

  it('of a time that is not open, too soon, or of no slot at all offers the next ones too', async () => {
    const never = slotId({ staffId: ADA, roomId: ROOM_1, startAt: at('2026-11-23 09:30') });
    expect(await ask({ ask: 'hold', slotId: never })).toMatchObject({
      outcome: 'taken',
      next: [{ startAt: at('2026-11-23 10:00') }, {}, {}],
    });
    const late = await ask({ ask: 'hold', slotId: adaAtNine }, ann, at('2026-11-23 07:01'));
    expect(late).toMatchObject({ outcome: 'taken', next: [{ startAt: at('2026-11-23 10:00') }, {}, {}] });
    expect(await ask({ ask: 'hold', slotId: '你好' })).toMatchObject({
      outcome: 'taken',
      next: [{}, {}, {}],
    });
  });

  it('tells somebody who has an appointment so, also when they tap that one again', async () => {
    await book(adaAtNine);
    const limit = { of: 'hold', outcome: 'limit', next: [] };
    expect(await ask({ ask: 'hold', slotId: adaAtNine })).toEqual(limit);
    const monday = slotId({ staffId: ADA, roomId: ROOM_1, startAt: at('2026-11-30 09:00') });
    expect(await ask({ ask: 'hold', slotId: monday })).toEqual(limit);
  });
});

describe('confirm', () => {
  it('books, and a doubled tap hears the same', async () => {
    const appointmentId = await hold(adaAtNine);
    const first = await ask({ ask: 'confirm', appointmentId });
    expect(first).toMatchObject({
      of: 'confirm',
      outcome: 'booked',
      appointment: { id: adaAtNine, appointmentId },
    });
    expect(await ask({ ask: 'confirm', appointmentId })).toEqual(first);
  });

  it('of a hold that ran out offers the same slot again if it is free, else the next ones', async () => {
    const appointmentId = await hold(adaAtNine);
    const later = addMs(NOW, minutesMs(20));
    const expired = { of: 'confirm', outcome: 'expired' };
    const free = await ask({ ask: 'confirm', appointmentId }, ann, later);
    expect(free).toMatchObject({ ...expired, next: [{ id: adaAtNine }, { id: boAtNine }, {}] });
    await hold(adaAtNine, ben, later);
    const taken = await ask({ ask: 'confirm', appointmentId }, ann, later);
    expect(taken).toMatchObject({ ...expired, next: [{ id: boAtNine }, {}, {}] });
  });

  it('of nothing that the student has offers the next ones', async () => {
    const theirs = await hold(adaAtNine, ben);
    const result = await ask({ ask: 'confirm', appointmentId: theirs });
    expect(result).toMatchObject({ of: 'confirm', outcome: 'expired', next: [{ id: boAtNine }, {}, {}] });
  });
});

describe('my appointments', () => {
  it('are listed, cancelled once and then gone', async () => {
    const appointmentId = await book(adaAtNine);
    const listed = await ask({ ask: 'appointments' });
    expect(listed).toMatchObject({ of: 'appointments', appointments: [{ appointmentId, id: adaAtNine }] });
    expect(await ask({ ask: 'appointments' }, ben)).toEqual({ of: 'appointments', appointments: [] });

    const cancelled = { of: 'cancel', outcome: 'cancelled' };
    expect(await ask({ ask: 'cancel', appointmentId }, ben)).toEqual({ of: 'cancel', outcome: 'unknown' });
    // What is free next comes with it, the same time again first.
    const told = { ...cancelled, freedom: 'free', next: [{ id: adaAtNine }, {}, {}] };
    expect(await ask({ ask: 'cancel', appointmentId })).toMatchObject(told);
    expect(await ask({ ask: 'cancel', appointmentId })).toMatchObject(told);
    expect(await ask({ ask: 'appointments' })).toEqual({ of: 'appointments', appointments: [] });
    expect(await timesOn('2026-11-23', ben)).toContain(adaAtNine);
  });

  it('cannot be cancelled within the notice period', async () => {
    const appointmentId = await book(adaAtNine);
    const result = await ask({ ask: 'cancel', appointmentId }, ann, at('2026-11-23 08:01'));
    expect(result).toEqual({ of: 'cancel', outcome: 'late' });
    const late = await ask({ ask: 'cancel', appointmentId, evenLate: true }, ann, at('2026-11-23 08:01'));
    expect(late).toMatchObject({ of: 'cancel', outcome: 'cancelled-late' });
  });

  it('are moved in one step, and kept where nothing was held', async () => {
    const appointmentId = await book(adaAtNine);
    const [later] = (await timesOn('2026-11-30')).slice(-1);
    const asked = await ask({ ask: 'hold', slotId: later ?? '' });
    expect(asked).toMatchObject({ of: 'hold', outcome: 'limit' });
    const held = await ask({ ask: 'hold', slotId: later ?? '', insteadOf: appointmentId });
    if (held.of !== 'hold' || held.outcome !== 'held') throw new Error('not held');
    const { appointmentId: holdId } = held.appointment;
    expect(await ask({ ask: 'appointments' })).toMatchObject({ appointments: [{ appointmentId }] });
    const moved = await ask({ ask: 'move', appointmentId, holdId });
    expect(moved).toMatchObject({ of: 'move', outcome: 'moved', appointment: { id: later } });
    expect(await ask({ ask: 'move', appointmentId, holdId })).toEqual(moved);
    expect(await timesOn('2026-11-23', ben)).toContain(adaAtNine);
  });

  it('leave only the next days after two that were missed, and nothing of this holds up whoever is in care', async () => {
    const near = { ...settings, daysAheadAfterMissed: 2 };
    const days = (person: typeof ann) =>
      answerBookingRequest(
        { ask: 'days' },
        { store, ids: { next: () => randomUUID() }, settings: near, joinedLater: false, now: NOW, ...person },
      );
    for (const slot of [adaAtNine, ...(await timesOn('2026-11-30')).slice(-1)]) {
      const appointmentId = await book(slot);
      store.recordNoShow(appointmentId);
    }
    const told = await days(ann);
    expect(told).toMatchObject({ of: 'days', freedom: 'near-only' });
    expect(told.of === 'days' && told.days.every(({ date }) => date < '2026-11-30')).toBe(true);
    expect(await days(ben)).toMatchObject({ freedom: 'free' });
    store.takeIntoCare(ann.contactId);
    expect(await days(ann)).toMatchObject({ freedom: 'free', days: [{}, { date: '2026-11-30' }] });
  });

  it('are so many a term, not counting what was called off in time', async () => {
    const limited = { ...settings, perTermLimit: 1 };
    const days = () =>
      answerBookingRequest(
        { ask: 'days' },
        { store, ids: { next: () => randomUUID() }, settings: limited, joinedLater: false, now: NOW, ...ann },
      );
    const appointmentId = await book(adaAtNine);
    expect(await days()).toMatchObject({ freedom: 'term-limit', days: [] });
    await ask({ ask: 'cancel', appointmentId });
    expect(await days()).toMatchObject({ freedom: 'free' });
  });

  it('can be moved, the last one of a term too, and by whoever may book only the next days', async () => {
    const bound = { ...settings, perTermLimit: 1, missedLimit: 1, daysAheadAfterMissed: 5 };
    const appointmentId = await book(adaAtNine);
    const far = (await timesOn('2026-11-30'))[0] ?? '';
    const own = (request: BookingRequest) => ask(request, ann, NOW, bound);
    expect(await own({ ask: 'days' })).toMatchObject({ freedom: 'term-limit', days: [] });
    expect(await own({ ask: 'hold', slotId: far })).toMatchObject({ outcome: 'limit' });
    const insteadOf = appointmentId;
    expect(await own({ ask: 'days', insteadOf })).toMatchObject({
      freedom: 'free',
      days: [{ date: '2026-11-23' }, { date: '2026-11-30', free: 5 }],
    });
    expect(await own({ ask: 'times', date: '2026-11-30', insteadOf })).toMatchObject({
      slots: { length: 5 },
    });
    await hold(far, ben);
    const taken = await own({ ask: 'hold', slotId: far, insteadOf });
    expect(taken).toMatchObject({ outcome: 'taken', next: [{}, {}, {}] });
    const other = (await timesOn('2026-11-30'))[0] ?? '';
    expect(await own({ ask: 'hold', slotId: other, insteadOf })).toMatchObject({ outcome: 'held' });
  });

  it('can be moved within a day that is full with them', async () => {
    const appointmentId = await book(adaAtNine);
    const capped = { ...settings, caps: { daily: 1, weekly: 1 } };
    const own = (request: BookingRequest) => ask(request, ann, NOW, capped);
    const ofAda = async (more: { insteadOf?: string }): Promise<string[]> => {
      const times = await own({ ask: 'times', date: '2026-11-23', ...more });
      return times.of === 'times'
        ? times.slots.map(({ id }) => id).filter((id) => parseSlotId(id)?.staffId === ADA)
        : [];
    };
    expect(await ofAda({})).toEqual([]);
    const insteadOf = appointmentId;
    const [other = ''] = await ofAda({ insteadOf });
    expect(other).not.toBe(adaAtNine);
    const held = await own({ ask: 'hold', slotId: other, insteadOf });
    if (held.of !== 'hold' || held.outcome !== 'held') throw new Error('not held');
    const { appointmentId: holdId } = held.appointment;
    expect(await own({ ask: 'move', appointmentId, holdId })).toMatchObject({ outcome: 'moved' });
  });

  it('say which rule keeps a time from whoever taps it', async () => {
    const [far = ''] = await timesOn('2026-11-30');
    store.recordNoShow(await book(adaAtNine));
    const tap = (slotId: string, more: Partial<BookingSettings>) =>
      ask({ ask: 'hold', slotId }, ann, NOW, { ...settings, ...more });
    expect(await tap(far, { perTermLimit: 1 })).toEqual({ of: 'hold', outcome: 'term-limit', next: [] });
    const near = { missedLimit: 1, daysAheadAfterMissed: 5 };
    expect(await tap(far, near)).toEqual({ of: 'hold', outcome: 'near-only', next: [] });
    const ten = slotId({ staffId: BO, roomId: ROOM_2, startAt: at('2026-11-23 10:00') });
    expect(await tap(ten, near)).toMatchObject({ outcome: 'held' });
    // Whoever is in care is held up by neither.
    store.takeIntoCare(ann.contactId);
    expect(await tap(far, { ...near, perTermLimit: 1 })).toMatchObject({ outcome: 'held' });
  });

  it('count in the term in which they lie', async () => {
    const terms = [
      { startAt: at('2026-09-07 00:00'), endAt: at('2026-11-28 00:00') },
      { startAt: at('2026-11-28 00:00'), endAt: at('2027-01-23 00:00') },
    ];
    const bound = { ...settings, upcomingLimit: 2, perTermLimit: 1, terms };
    const own = (request: BookingRequest) => ask(request, ann, NOW, bound);
    await book(adaAtNine);
    expect(await own({ ask: 'days' })).toMatchObject({ freedom: 'free', days: [{ date: '2026-11-30' }] });
    expect(await own({ ask: 'times', date: '2026-11-23' })).toMatchObject({ slots: [] });
    const ten = slotId({ staffId: BO, roomId: ROOM_2, startAt: at('2026-11-23 10:00') });
    expect(await own({ ask: 'hold', slotId: ten })).toMatchObject({ outcome: 'term-limit' });
    const [next = ''] = await timesOn('2026-11-30');
    expect(await own({ ask: 'hold', slotId: next })).toMatchObject({ outcome: 'held' });
  });

  it('are free for others at once when a hold is given up', async () => {
    const appointmentId = await hold(adaAtNine);
    expect(await ask({ ask: 'release', appointmentId })).toEqual({ of: 'release' });
    expect(await timesOn('2026-11-23', ben)).toContain(adaAtNine);
  });
});
