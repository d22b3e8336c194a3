/** Everybody reaches for one time at the same moment: ours, and the way in which well-known booking software does it. */
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { answerBookingRequest } from '../../src/booking/answer-booking-request.ts';
import type { BookingContext } from '../../src/booking/booking-context.ts';
import type { BookingRequest, BookingResult } from '../../src/booking/booking-request.ts';
import { slotId } from '../../src/booking/slot.ts';
import { createPostgresAppointmentStore } from '../../src/storage/booking/postgres-appointment-store.ts';
import { type Database, openDatabase } from '../../src/storage/database.ts';
import { sql } from '../../src/storage/kysely.ts';

/** As many transactions as are open together; everybody else stands right behind them. */
const CONNECTIONS = 40;
const STUDENTS = 500;
/** So long each connection is kept busy until all are open. */
const OPENING_SECONDS = 0.5;
/** Monday, nine o'clock in Shanghai, seen from the Friday before. */
const START = '2026-11-23T01:00:00Z';
const END = '2026-11-23T02:00:00Z';
const NOW = new Date('2026-11-20T02:00:00Z');

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

export type Storm = {
  /** Students who were told that the time is theirs. */
  readonly promised: number;
  /** Appointments for that time, beyond the one that there may be. */
  readonly doubled: number;
};

/** @param url a migrated database, as its owner */
export async function ourStorm(url: string): Promise<Storm> {
  const owner = new pg.Client({ connectionString: url });
  await owner.connect();
  const onError = (): void => undefined;
  const db = openDatabase({ url, role: 'xinqiao_app', connections: CONNECTIONS, name: 'storm', onError });
  try {
    const { staffId, roomId } = await fillCentre(owner);
    const wanted = slotId({ staffId, roomId, startAt: new Date(START) });
    const { rows } = await owner.query<{ id: string; contact_id: string }>(
      'select id, contact_id from xinqiao.address',
    );
    await openAll(() => sql`select pg_sleep(${OPENING_SECONDS})`.execute(db));
    const booked = await inLanes(rows, (row) => book(db, row.contact_id, row.id, wanted));
    const taken = await owner.query(
      "select from xinqiao.appointment where status = 'booked' and during && tstzrange($1, $2)",
      [START, END],
    );
    return { promised: booked.filter(Boolean).length, doubled: (taken.rowCount ?? 0) - 1 };
  } finally {
    await db.destroy();
    await owner.end();
  }
}

/** A connection that has to be opened first comes too late for the storm. */
async function openAll(hold: () => Promise<unknown>): Promise<void> {
  await Promise.all(Array.from({ length: CONNECTIONS }, hold));
}

/** A lane for each connection: whoever is done makes room for the next at once. Nobody waits for a connection. */
async function inLanes<Person>(
  people: readonly Person[],
  work: (person: Person) => Promise<boolean>,
): Promise<boolean[]> {
  const waiting = people.values();
  const done: boolean[] = [];
  const lanes = Array.from({ length: CONNECTIONS }, async () => {
    for (const person of waiting) done.push(await work(person));
  });
  await Promise.all(lanes);
  return done;
}

async function fillCentre(owner: pg.Client): Promise<{ staffId: string; roomId: string }> {
  const [staffId, roomId] = [randomUUID(), randomUUID()];
  await owner.query(
    "insert into xinqiao.staff_member (id, name, roles, made_at) values ($1, '样例老师', '{counsellor}', now())",
    [staffId],
  );
  await owner.query("insert into xinqiao.room (id, name) values ($1, '样例室')", [roomId]);
  await owner.query(
    `insert into xinqiao.availability_rule
       (id, staff_id, room_id, weekday, from_minute, to_minute, session_minutes, valid_from)
     values (gen_random_uuid(), $1, $2, 1, 540, 600, 60, '2026-09-01')`,
    [staffId, roomId],
  );
  await owner.query(
    `with numbers as (select gen_random_uuid() as id from generate_series(1, ${STUDENTS})),
       contacts as (insert into xinqiao.contact (id, made_at) select id, now() from numbers returning id),
       keys as (
         insert into xinqiao.data_key (id, kid, wrapped, made_at) select id, 'bench', '\\x00', now() from numbers
         returning id)
     insert into xinqiao.address
       (id, contact_id, data_key_id, channel, bot, account_hash, account_sealed, made_at, last_heard_at)
     select c.id, c.id, k.id, 'web', 'web', decode(replace(c.id::text, '-', ''), 'hex'), '\\x00', now(), now()
     from contacts c join keys k using (id)`,
  );
  return { staffId, roomId };
}

/** As a student does it: hold in one turn, confirm in the next. */
async function book(db: Database, contactId: string, addressId: string, wanted: string): Promise<boolean> {
  const ask = (request: BookingRequest): Promise<BookingResult> =>
    db.transaction().execute((session) => {
      const store = createPostgresAppointmentStore(session);
      const person = { contactId, addressId, joinedLater: false };
      const context: BookingContext = { store, ids: { next: randomUUID }, settings, now: NOW, ...person };
      return answerBookingRequest(request, context);
    });
  const held = await ask({ ask: 'hold', slotId: wanted });
  if (held.of !== 'hold' || held.outcome !== 'held') return false;
  const { appointmentId } = held.appointment;
  const confirmed = await ask({ ask: 'confirm', appointmentId });
  return confirmed.of === 'confirm' && confirmed.outcome === 'booked';
}

/** Looks whether the time is free, and inserts when it is: nothing in the database holds the two together. */
export async function peerStorm(url: string): Promise<Storm> {
  const pool = new pg.Pool({ connectionString: url, max: CONNECTIONS });
  try {
    await pool.query(
      'create table booking (id uuid primary key, student int, starts timestamptz, ends timestamptz)',
    );
    await openAll(() => pool.query('select pg_sleep($1)', [OPENING_SECONDS]));
    const people = Array.from({ length: STUDENTS }, (_, student) => student);
    const booked = await inLanes(people, (student) => checkThenInsert(pool, student));
    const { rows } = await pool.query<{ count: number }>('select count(*)::int as count from booking');
    return { promised: booked.filter(Boolean).length, doubled: (rows[0]?.count ?? 0) - 1 };
  } finally {
    await pool.end();
  }
}

async function checkThenInsert(pool: pg.Pool, student: number): Promise<boolean> {
  const taken = await pool.query('select from booking where starts < $2 and ends > $1 limit 1', [START, END]);
  if (taken.rowCount !== 0) return false;
  await pool.query('insert into booking values ($1, $2, $3, $4)', [randomUUID(), student, START, END]);
  return true;
}
