import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { answerBookingRequest } from '../../../src/booking/answer-booking-request.ts';
import type { BookingContext } from '../../../src/booking/booking-context.ts';
import type { BookingRequest, OfferedSlot } from '../../../src/booking/booking-request.ts';
import type { AppointmentStoreWorld, Person } from '../../contracts/appointment-store-world.ts';
import { createTestDatabase, type TestDatabase } from '../../support/test-database.ts';
import { openBookingWorld } from './booking-world.ts';

const NOW = new Date('2026-11-20T02:00:00Z');
const DATE = '2026-11-23';

let database: TestDatabase;
let world: AppointmentStoreWorld;
let people: Person[];

beforeAll(async () => {
  database = await createTestDatabase();
  world = openBookingWorld(database);
  people = await Promise.all(Array.from({ length: 6 }, () => world.addContact()));
  const roomId = await world.setup.addRoom({ id: randomUUID(), name: '一号室', sample: true });
  for (const [index, room] of [roomId, roomId, null].entries()) {
    await world.setup.addAvailabilityRule({
      id: randomUUID(),
      staffId: await world.addCounsellor(`测试老师${index}`),
      roomId: room,
      mode: room === null ? 'online' : 'on-site',
      weekday: 1,
      fromMinute: 540 + index * 20,
      toMinute: 800,
      sessionMinutes: index === 1 ? 45 : 50,
      bufferAfterMinutes: index * 5,
      validFrom: '2026-09-01',
      validTo: null,
      sample: true,
    });
  }
});
afterAll(() => database.close());

function ask(request: BookingRequest, person: Person) {
  const context: BookingContext = {
    store: world.store,
    ids: { next: randomUUID },
    settings: {
      daysAhead: 14,
      holdMinutes: 5,
      firstVisitHoldMinutes: 5,
      leastNoticeMinutes: 0,
      noticePeriodMinutes: 60,
      upcomingLimit: 3,
      caps: { daily: 4, weekly: null },
      urgent: { perDay: 0, leastNoticeMinutes: 0 },
    },
    joinedLater: false,
    now: NOW,
    ...person,
  };
  return answerBookingRequest(request, context);
}

async function free(person: Person): Promise<readonly OfferedSlot[]> {
  const answer = await ask({ ask: 'times', date: DATE }, person);
  return answer.of === 'times' ? answer.slots : [];
}

it('a computed slot can be booked, nothing overlaps, and cancelling restores what was free', async () => {
  const step = fc.record({ who: fc.nat({ max: 5 }), pick: fc.nat({ max: 99 }), cancel: fc.boolean() });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 8 }), async (steps) => {
      for (const { who, pick, cancel } of steps) {
        const person = people[who] ?? (people[0] as Person);
        const before = await free(person);
        const slot = before[pick % Math.max(1, before.length)];
        if (slot === undefined) continue;
        const held = await ask({ ask: 'hold', slotId: slot.id }, person);
        if (held.of === 'hold' && held.outcome === 'limit') continue;
        expect(held).toMatchObject({ outcome: 'held' });
        if (held.of !== 'hold' || held.outcome !== 'held') continue;
        const { appointmentId } = held.appointment;
        expect(await ask({ ask: 'confirm', appointmentId }, person)).toMatchObject({ outcome: 'booked' });
        expect(await free(person)).not.toContainEqual(slot);
        if (!cancel) continue;
        expect(await ask({ ask: 'cancel', appointmentId }, person)).toMatchObject({ outcome: 'cancelled' });
        expect(await free(person)).toEqual(before);
      }
      const overlapping = await database.sql(
        `select from xinqiao.appointment a join xinqiao.appointment b on a.id < b.id and a.during && b.during
           and (a.staff_id = b.staff_id or a.room_id = b.room_id or a.contact_id = b.contact_id)
         where a.status = 'booked' and b.status = 'booked'`,
      );
      expect(overlapping).toEqual([]);
      await database.sql('delete from xinqiao.appointment');
    }),
    { numRuns: 8 },
  );
});
