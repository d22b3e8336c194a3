import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { Slot } from '../../../src/booking/slot.ts';
import { NO_WISHES } from '../../../src/booking/waiting-list/wishes.ts';
import { addMs, minutesMs } from '../../../src/core/clock.ts';
import { createPostgresAppointmentStore } from '../../../src/storage/booking/postgres-appointment-store.ts';
import { createPostgresChangeOfferStore } from '../../../src/storage/booking/postgres-change-offer-store.ts';
import { type Database, openDatabase, type Session } from '../../../src/storage/database.ts';
import { createPostgresSeriesStore } from '../../../src/storage/sessions/postgres-series-store.ts';
import {
  type AppointmentStoreWorld,
  HELD_UNTIL,
  NOW,
  newSlot,
  type Person,
} from '../../contracts/appointment-store-world.ts';
import { openStoreWorld, type StoreWorld } from '../store-world.ts';
import { openBookingWorld } from './booking-world.ts';

const STUDENTS = 30;
const KIND = { gender: null, languages: [], topics: [], weekday: 1, minute: 540 } as const;
const DAILY = { daily: 3, weekly: null };
const WEEKLY = { daily: null, weekly: 3 };

let stores: StoreWorld;
let world: AppointmentStoreWorld;
/** A connection for each student, so that all transactions are open together. */
let crowd: Database;
let students: Person[];
let slot: Slot;

beforeAll(async () => {
  stores = await openStoreWorld();
  world = openBookingWorld(stores.database);
  const { url } = stores.database;
  const onError = (): void => undefined;
  crowd = openDatabase({ url, role: 'xinqiao_app', connections: STUDENTS, name: 'crowd', onError });
});

beforeEach(async () => {
  slot = await newSlot(world);
  students = await Promise.all(Array.from({ length: STUDENTS }, () => world.addContact()));
});

afterAll(async () => {
  await crowd.destroy();
  await stores.close();
});

/** Quarters of an hour, one after the other; none of them stands in another one's way. */
const quarter = (index: number, of = slot): Slot => {
  const startAt = addMs(of.startAt, minutesMs(15 * index));
  return { ...of, startAt, endAt: addMs(startAt, minutesMs(15)) };
};

const onDay = (index: number): Slot => {
  const one = quarter(index);
  const later = minutesMs(1_440 * (index % 5));
  return { ...one, startAt: addMs(one.startAt, later), endAt: addMs(one.endAt, later) };
};

/** Each in a transaction of its own; all have begun before the first of them asks. */
async function together<T>(
  work: (session: Session, person: Person, index: number) => Promise<T>,
): Promise<T[]> {
  let waiting = students.length;
  let open: () => void = () => undefined;
  const allBegun = new Promise<void>((resolve) => {
    open = resolve;
  });
  return Promise.all(
    students.map((person, index) =>
      crowd.transaction().execute(async (session) => {
        await session.selectFrom('contact').select('id').where('id', '=', person.contactId).execute();
        waiting -= 1;
        if (waiting === 0) open();
        await allBegun;
        const result = await work(session, person, index);
        // The transaction of whoever came too late is alive: their turn goes on in it.
        await session.selectFrom('room').select('id').execute();
        return result;
      }),
    ),
  );
}

const holdTogether = (
  slotOf: (index: number) => Slot,
  caps?: { daily: number | null; weekly: number | null },
) =>
  together((session, person, index) =>
    createPostgresAppointmentStore(session).hold({
      id: randomUUID(),
      ...person,
      slot: slotOf(index),
      now: NOW,
      heldUntil: HELD_UNTIL,
      upcomingLimit: 1,
      ...(caps === undefined ? {} : { caps }),
    }),
  );

const codes = (results: readonly ({ ok: true } | { ok: false; code: string })[]): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const result of results) {
    const code = result.ok ? 'ok' : result.code;
    counts[code] = (counts[code] ?? 0) + 1;
  }
  return counts;
};

const countTaken = async (): Promise<number> => {
  const rows = await stores.database.sql<{ count: number }>(
    "select count(*)::int as count from xinqiao.appointment where staff_id = $1 and status in ('held', 'booked')",
    [slot.staffId],
  );
  return rows[0]?.count ?? -1;
};

it('holds three of thirty times of a day under a cap of three', async () => {
  expect(codes(await holdTogether((index) => quarter(index), DAILY))).toEqual({ ok: 3, full: 27 });
  expect(await countTaken()).toBe(3);
});

it('holds three of thirty times of a week, and without a cap all of them', async () => {
  expect(codes(await holdTogether(onDay, WEEKLY))).toEqual({ ok: 3, full: 27 });
  slot = await newSlot(world);
  expect(codes(await holdTogether(onDay))).toEqual({ ok: 30 });
});

it.each([
  ['a day', (index: number) => quarter(index), DAILY],
  ['a week', onDay, WEEKLY],
] as const)('books no more of %s than a cap that came after they were held', async (_of, slotOf, caps) => {
  const held = await holdTogether(slotOf);
  expect(codes(held)).toEqual({ ok: 30 });
  const ids = held.map((one) => (one.ok ? one.value.id : ''));
  const confirmAll = () =>
    together((session, { contactId }, index) =>
      createPostgresAppointmentStore(session).confirm({
        appointmentId: ids[index] ?? '',
        contactId,
        now: NOW,
        upcomingLimit: 1,
        caps,
      }),
    );
  // What the others hold counts: while all of them do nobody is booked, and nobody loses what they hold.
  expect(codes(await confirmAll())).toEqual({ full: 30 });
  expect(await countTaken()).toBe(30);
  await stores.database.sql(
    `update xinqiao.appointment set status = 'cancelled', held_until = null, cancelled_at = $2
     where staff_id = $1 and id <> all($3)`,
    [slot.staffId, NOW, ids.slice(0, 3)],
  );
  expect(codes(await confirmAll())).toEqual({ ok: 3, expired: 27 });
});

it('keeps to the cap of the counsellor’s own, and leaves room for what is promised to somebody who waits', async () => {
  await stores.database.sql(
    `insert into xinqiao.counsellor_profiles (staff_id, daily_cap, changed_at) values ($1, 4, $2)`,
    [slot.staffId, NOW],
  );
  const waits = await stores.addPerson();
  students = [waits, ...students.slice(1)];
  const promised = quarter(0);
  const entryId = randomUUID();
  await stores.transactions.run(async ({ waitingList }) => {
    await waitingList.join({
      id: entryId,
      ...waits,
      wishes: NO_WISHES,
      now: NOW,
    });
    const offerId = randomUUID();
    await waitingList.addOffer({
      id: offerId,
      entryId,
      slot: { ...promised, ...KIND },
      now: NOW,
      expiresAt: HELD_UNTIL,
    });
  });
  const results = await holdTogether((index) => quarter(index), DAILY);
  expect(codes(results)).toEqual({ ok: 4, full: 26 });
  expect(results[0]).toMatchObject({ ok: true, value: { contactId: waits.contactId } });
  expect(await countTaken()).toBe(4);
});

it('lets three of thirty move to a counsellor who takes three, and the others keep their time', async () => {
  const others = await Promise.all(students.map(() => newSlot(world)));
  const old = await Promise.all(
    students.map(async (person, index) => {
      const id = randomUUID();
      const at = others[index] ?? slot;
      const held = { id, ...person, slot: at, now: NOW, heldUntil: HELD_UNTIL, upcomingLimit: 1 };
      await world.store.hold(held);
      await world.store.confirm({
        appointmentId: id,
        contactId: person.contactId,
        now: NOW,
        upcomingLimit: 1,
      });
      return id;
    }),
  );
  const moved = await together((session, { contactId }, index) =>
    createPostgresChangeOfferStore(session, stores.keys).move({
      appointmentId: old[index] ?? '',
      contactId,
      startsAt: (others[index] ?? slot).startAt,
      newId: randomUUID(),
      slot: quarter(index),
      now: NOW,
      caps: DAILY,
    }),
  );
  expect(codes(moved)).toEqual({ ok: 3, taken: 27 });
  expect(await countTaken()).toBe(3);
  const kept = await stores.database.sql(
    "select from xinqiao.appointment where id = any($1) and status = 'booked'",
    [old],
  );
  expect(kept).toHaveLength(27);
});

it('offers a series as a whole or not at all when others are offered at the same moment', async () => {
  const results = await together((session, person, index) =>
    createPostgresSeriesStore(session).offer({
      series: { id: randomUUID(), ...person, staffId: slot.staffId, everyWeeks: 1, expiresAt: HELD_UNTIL },
      slots: [quarter(index), quarter(STUDENTS + index)].map((one) => ({ id: randomUUID(), slot: one })),
      now: NOW,
      upcomingLimit: 1,
      caps: DAILY,
    }),
  );
  expect(results.filter(({ outcome }) => outcome === 'offered')).toHaveLength(1);
  expect(results.filter(({ outcome }) => outcome === 'taken')).toHaveLength(STUDENTS - 1);
  expect(await countTaken()).toBe(2);
});
