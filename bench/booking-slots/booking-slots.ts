import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { answerBookingRequest } from '../../src/booking/answer-booking-request.ts';
import type { BookingContext } from '../../src/booking/booking-context.ts';
import type { BookingRequest } from '../../src/booking/booking-request.ts';
import { createPostgresAppointmentStore } from '../../src/storage/booking/postgres-appointment-store.ts';
import { type Database, openDatabase } from '../../src/storage/database.ts';
import { migrate } from '../../src/storage/migrate.ts';
import { type Bench, median, type Side } from '../bench.ts';
import type { Workshop } from '../workshop.ts';
import { fillCalendar } from './fill-calendar.ts';

const PAST: Readonly<Record<Side, number>> = { ours: 1_000_000, peer: 1_000 };
const WARM_UP = 10;
const ASKED = 40;

const bar = { kind: 'at most', ratio: 1.3 } as const;

/** Filled once and asked in turn, since filling takes longer than all questions. */
const centres = new Map<Side, Promise<Database>>();

export const bookingSlots: Bench = {
  name: 'booking-slots',
  summary:
    'showing what is free, with 1,000,000 past appointments beside 1,000: 50 counsellors, 40 rooms, 14 days',
  measures: [
    { name: 'booking-slots days', unit: 'ms', bar },
    { name: 'booking-slots times', unit: 'ms', bar },
  ],
  async run(side, workshop) {
    const db = await centreOf(side, workshop);
    // A first run of either side would otherwise meet a code that nobody has called yet.
    const date = await firstDay(db);
    return [await timed(db, { ask: 'days' }), await timed(db, { ask: 'times', date })];
  },
};

function centreOf(side: Side, workshop: Workshop): Promise<Database> {
  const known = centres.get(side);
  if (known !== undefined) return known;
  const opened = openCentre(workshop, PAST[side]);
  centres.set(side, opened);
  return opened;
}

async function openCentre(workshop: Workshop, past: number): Promise<Database> {
  const url = await workshop.createDatabase();
  await migrate(url, fileURLToPath(new URL('../../migrations', import.meta.url)));
  const owner = new pg.Client({ connectionString: url });
  await owner.connect();
  await fillCalendar(owner, past);
  await owner.end();
  const db = openDatabase({
    url,
    role: 'xinqiao_app',
    connections: 2,
    name: 'bench',
    onError: () => undefined,
  });
  workshop.onEnd(() => db.destroy());
  return db;
}

/** As a student's turn asks: in a transaction, with the store of the program. */
const ask = (db: Database, request: BookingRequest) =>
  db.transaction().execute((session) => {
    const now = new Date();
    const context: BookingContext = {
      store: createPostgresAppointmentStore(session),
      ids: { next: randomUUID },
      settings: {
        daysAhead: 14,
        holdMinutes: 5,
        firstVisitHoldMinutes: 20,
        leastNoticeMinutes: 120,
        noticePeriodMinutes: 1_440,
        upcomingLimit: 1,
        caps: { daily: 6, weekly: 20 },
        urgent: { perDay: 2, leastNoticeMinutes: 30 },
      },
      contactId: randomUUID(),
      addressId: randomUUID(),
      joinedLater: false,
      now,
    };
    return answerBookingRequest(request, context);
  });

async function firstDay(db: Database): Promise<string> {
  const answer = await ask(db, { ask: 'days' });
  const day = answer.of === 'days' ? answer.days[2] : undefined;
  if (day === undefined) throw new Error('nothing is free');
  return day.date;
}

async function timed(db: Database, request: BookingRequest): Promise<number> {
  const taken: number[] = [];
  for (let index = 0; index < WARM_UP + ASKED; index += 1) {
    const startedAt = performance.now();
    const answer = await ask(db, request);
    if (index >= WARM_UP) taken.push(performance.now() - startedAt);
    const shown = answer.of === 'days' ? answer.days : answer.of === 'times' ? answer.slots : [];
    if (shown.length === 0) throw new Error('nothing is free');
  }
  return median(taken);
}
