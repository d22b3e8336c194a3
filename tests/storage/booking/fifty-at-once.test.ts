import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { answerBookingRequest } from '../../../src/booking/answer-booking-request.ts';
import type { BookingContext } from '../../../src/booking/booking-context.ts';
import type { BookingRequest, BookingResult, OfferedSlot } from '../../../src/booking/booking-request.ts';
import { addMs, minutesMs } from '../../../src/core/clock.ts';
import { createPostgresAppointmentStore } from '../../../src/storage/booking/postgres-appointment-store.ts';
import { type Database, openDatabase, type Session } from '../../../src/storage/database.ts';
import type { AppointmentStoreWorld, Person } from '../../contracts/appointment-store-world.ts';
import { createTestDatabase, type TestDatabase } from '../../support/test-database.ts';
import { openBookingWorld } from './booking-world.ts';

const STUDENTS = 50;
const MONDAY = new Date('2026-11-23T00:00:00Z');
const settings = {
  daysAhead: 14,
  holdMinutes: 5,
  firstVisitHoldMinutes: 20,
  leastNoticeMinutes: 0,
  noticePeriodMinutes: 60,
  upcomingLimit: 1,
  caps: { daily: null, weekly: null },
  urgent: { perDay: 0, leastNoticeMinutes: 0 },
};

let database: TestDatabase;
let world: AppointmentStoreWorld;
/** A connection for each student, so that all fifty transactions are open together. */
let crowd: Database;
let students: Person[];

beforeAll(async () => {
  database = await createTestDatabase();
  world = openBookingWorld(database);
  const { url } = database;
  crowd = openDatabase({
    url,
    role: 'xinqiao_app',
    connections: STUDENTS,
    name: 'crowd',
    onError: () => undefined,
  });
  students = await Promise.all(Array.from({ length: STUDENTS }, () => world.addContact()));
  await addCounsellor('甲老师', '一号室');
  await addCounsellor('乙老师', '二号室');
});

afterAll(async () => {
  await crowd.destroy();
  await database.close();
});

async function addCounsellor(name: string, room: string): Promise<void> {
  const staffId = await world.addCounsellor(name);
  const roomId = await world.setup.addRoom({ id: randomUUID(), name: room, sample: true });
  const times = { fromMinute: 540, toMinute: 1_020, sessionMinutes: 60 };
  const validity = { validFrom: '2026-09-01', validTo: null, sample: true };
  await world.setup.addAvailabilityRule({
    id: randomUUID(),
    staffId,
    roomId,
    weekday: 1,
    ...times,
    ...validity,
  });
}

function ask(session: Session, request: BookingRequest, person: Person, now: Date): Promise<BookingResult> {
  const store = createPostgresAppointmentStore(session);
  const ids = { next: () => randomUUID() };
  const context: BookingContext = { store, ids, settings, joinedLater: false, now, ...person };
  return answerBookingRequest(request, context);
}

/** Asks for all in transactions that have all begun before the first of them asks. */
async function askTogether(
  people: readonly Person[],
  requestOf: (person: Person, index: number) => BookingRequest,
  now: Date,
): Promise<BookingResult[]> {
  let waiting = people.length;
  let open: () => void = () => undefined;
  const allBegun = new Promise<void>((resolve) => {
    open = resolve;
  });
  return Promise.all(
    people.map((person, index) =>
      crowd.transaction().execute(async (transaction) => {
        await transaction.selectFrom('contact').select('id').where('id', '=', person.contactId).execute();
        waiting -= 1;
        if (waiting === 0) open();
        await allBegun;
        const result = await ask(transaction, requestOf(person, index), person, now);
        // The transaction of whoever came too late is alive: their turn goes on in it.
        await transaction.selectFrom('room').select('id').execute();
        return result;
      }),
    ),
  );
}

async function timesOfMonday(now: Date): Promise<readonly OfferedSlot[]> {
  const somebody = await world.addContact();
  const result = await ask(database.db, { ask: 'times', date: '2026-11-23' }, somebody, now);
  if (result.of !== 'times') throw new Error(result.of);
  return result.slots;
}

const inState = (status: string) =>
  database.sql<{ id: string; contact_id: string }>(
    'select id, contact_id from xinqiao.appointment where status = $1',
    [status],
  );

it('gives one slot to one of fifty, and the next free ones to the others', async () => {
  const [wanted, sameTime, nextHour] = await timesOfMonday(MONDAY);
  if (wanted === undefined || sameTime === undefined || nextHour === undefined) throw new Error('no slots');
  const results = await askTogether(students, () => ({ ask: 'hold', slotId: wanted.id }), MONDAY);

  const won = results.filter((result) => result.of === 'hold' && result.outcome === 'held');
  const lost = results.filter((result) => result.of === 'hold' && result.outcome === 'taken');
  expect(won).toHaveLength(1);
  expect(lost).toHaveLength(STUDENTS - 1);
  for (const result of lost) {
    expect(result).toMatchObject({ next: [{ id: sameTime.id }, { id: nextHour.id }, {}] });
    expect(sameTime.startAt).toEqual(wanted.startAt);
    expect(nextHour.startAt).toEqual(wanted.endAt);
  }
  expect(await inState('held')).toHaveLength(1);
});

it('gives the slot to one of fifty again when the hold ran out, and books it once', async () => {
  const [before] = await inState('held');
  const later = addMs(MONDAY, minutesMs(settings.firstVisitHoldMinutes));
  const [wanted] = await timesOfMonday(later);
  if (wanted === undefined) throw new Error('no slots');
  const results = await askTogether(students, () => ({ ask: 'hold', slotId: wanted.id }), later);
  expect(results.filter((result) => result.of === 'hold' && result.outcome === 'held')).toHaveLength(1);

  const [after, ...more] = await inState('held');
  expect(more).toEqual([]);
  expect(after?.id).not.toBe(before?.id);
  const winner = students.find((person) => person.contactId === after?.contact_id);
  if (winner === undefined || after === undefined) throw new Error('nobody won');
  const taps = Array.from({ length: 10 }, () => winner);
  const confirmed = await askTogether(taps, () => ({ ask: 'confirm', appointmentId: after.id }), later);
  expect(new Set(confirmed.map((result) => JSON.stringify(result))).size).toBe(1);
  expect(confirmed[0]).toMatchObject({ outcome: 'booked', appointment: { appointmentId: after.id } });
  expect(await inState('booked')).toMatchObject([{ id: after.id }]);
});

it('leaves somebody who holds four slots at once, from several addresses, with one', async () => {
  const person = await world.addContact();
  const now = addMs(MONDAY, minutesMs(60));
  const slots = await timesOfMonday(now);
  const results = await askTogether(
    [person, person, person, person],
    (_, index) => ({ ask: 'hold', slotId: slots[index + 2]?.id ?? '' }),
    now,
  );
  expect(results.map((result) => 'outcome' in result && result.outcome)).toEqual(Array(4).fill('held'));
  const held = (await inState('held')).filter((row) => row.contact_id === person.contactId);
  expect(held).toHaveLength(1);
  await ask(database.db, { ask: 'release', appointmentId: held[0]?.id ?? '' }, person, now);
});
