import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { AppointmentStore } from '../../../src/booking/appointment-store.ts';
import type { Slot } from '../../../src/booking/slot.ts';
import { addMs, minutesMs } from '../../../src/core/clock.ts';
import type { Person } from '../../contracts/appointment-store-world.ts';
import { type BookedWorld, daysAfter, minutesAfter, NOW, START } from '../../contracts/booked-world.ts';
import { createFakeAppointmentStore } from '../../fakes/fake-appointment-store.ts';
import { asBookedWorld } from '../booked-world.ts';
import { openStoreWorld, type StoreWorld } from '../store-world.ts';

/** Booked appointments that one of them may have ahead, alone and with the others. */
const [ALONE_LIMIT, LIMIT] = [1, 2];
const HOLD_MS = minutesMs(5);

let world: StoreWorld;
let booked: BookedWorld;
let people: Person[];
let staff: { staffId: string; counsellor: string }[];
let rooms: { roomId: string | null; room: string | null }[];

beforeAll(async () => {
  world = await openStoreWorld();
  booked = asBookedWorld(world);
  people = await Promise.all([1, 2, 3, 4].map(() => world.addPerson()));
  staff = await Promise.all(
    ['测试老师甲', '测试老师乙', '测试老师丙'].map(async (counsellor) => ({
      counsellor,
      staffId: await world.addStaff(counsellor),
    })),
  );
  const made = ['一号室', '二号室'].map(async (room) => ({ room, roomId: await booked.addRoom(room) }));
  rooms = [...(await Promise.all(made)), { room: null, roomId: null }];
});
afterAll(() => world.close());

/** Within three hours, so that nearly everything stands in the way of something. */
const place = fc.record({
  counsellor: fc.nat({ max: 2 }),
  room: fc.nat({ max: 2 }),
  begin: fc.nat({ max: 10 }),
  minutes: fc.constantFrom(30, 50, 90),
});
type Place = typeof place extends fc.Arbitrary<infer One> ? One : never;

const who = fc.nat({ max: 3 });
const which = fc.nat({ max: 20 });
const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ act: fc.constant('hold' as const), who, place }) },
  { weight: 4, arbitrary: fc.record({ act: fc.constant('confirm' as const), who, which }) },
  { weight: 2, arbitrary: fc.record({ act: fc.constant('cancel' as const), who, which }) },
  { weight: 1, arbitrary: fc.record({ act: fc.constant('release' as const), who, which }) },
  { weight: 3, arbitrary: fc.record({ act: fc.constant('move' as const), who, which, place }) },
  {
    weight: 2,
    arbitrary: fc.record({ act: fc.constant('pass' as const), minutes: fc.constantFrom(1, 4, 5, 6) }),
  },
);
type Step = typeof step extends fc.Arbitrary<infer One> ? One : never;

const FIRST: Place = { counsellor: 0, room: 0, begin: 0, minutes: 30 };
/** So that each is met with, whatever chance brings beside it. */
const EVERYTHING: Step[] = [
  { act: 'hold', who: 0, place: FIRST },
  { act: 'confirm', who: 0, which: 0 },
  { act: 'move', who: 0, which: 0, place: { counsellor: 1, room: 2, begin: 8, minutes: 50 } },
  { act: 'cancel', who: 0, which: 0 },
  { act: 'hold', who: 1, place: FIRST },
  { act: 'hold', who: 2, place: FIRST },
];

/** What is only held cannot be moved, and asked for again it is the same hold. */
const MOVED_WHILE_HELD: Step[] = [
  { act: 'hold', who: 0, place: FIRST },
  { act: 'move', who: 0, which: 0, place: FIRST },
  { act: 'confirm', who: 0, which: 1 },
];

function slotOf({ counsellor, room, begin, minutes }: Place): Slot {
  const [who, where] = [staff[counsellor], rooms[room]];
  if (who === undefined || where === undefined) throw new Error('nobody');
  const startAt = minutesAfter(START, begin * 15);
  const mode = where.roomId === null ? 'online' : 'on-site';
  return { ...who, ...where, campus: null, mode, startAt, endAt: minutesAfter(startAt, minutes) };
}

/** Who has tried for what, the newest last. */
type Tried = Map<Person, string[]>;

type How = {
  readonly person: Person;
  readonly ids: readonly string[];
  readonly newId: string;
  readonly now: Date;
  readonly limit: number;
};

/** Carries out a step with the ids that it is given; answers whatever the store answers. */
async function carryOut(
  store: AppointmentStore,
  one: Exclude<Step, { act: 'pass' }>,
  { person, ids, newId, now, limit }: How,
): Promise<unknown> {
  const { contactId } = person;
  const hold = { id: newId, ...person, now, heldUntil: addMs(now, HOLD_MS), upcomingLimit: limit };
  const appointmentId = one.act === 'hold' ? '' : (ids.at(-1 - (one.which % Math.max(1, ids.length))) ?? '');
  switch (one.act) {
    case 'hold':
      return store.hold({ ...hold, slot: slotOf(one.place) });
    case 'confirm':
      return store.confirm({ appointmentId, contactId, now, upcomingLimit: limit });
    case 'cancel':
      return store.cancel({ appointmentId, contactId, now, noticePeriodMinutes: 60 });
    case 'release':
      return store.release(appointmentId, contactId, now);
    case 'move': {
      const held = await store.hold({ ...hold, slot: slotOf(one.place), insteadOf: appointmentId });
      const holdId = held.ok ? held.value.id : newId;
      const move = { contactId, appointmentId, holdId, now, noticePeriodMinutes: 60, by: 'student' as const };
      return [held, await store.move(move)];
    }
  }
}

/** A hold alone may lie over what the student would give up for it. */
async function expectNoOverlap(): Promise<void> {
  const overlapping = await world.database.sql(
    `select a.id from xinqiao.appointment a join xinqiao.appointment b on a.id < b.id and a.during && b.during
       and (a.staff_id = b.staff_id or a.room_id = b.room_id or (a.contact_id = b.contact_id
         and a.instead_of is distinct from b.id and b.instead_of is distinct from a.id))
     where a.status in ('booked', 'held') and b.status in ('booked', 'held')`,
  );
  expect(overlapping).toEqual([]);
}

const sorted = (times: readonly { startAt: Date; staffId: string }[]): unknown[] =>
  [...times].sort((a, b) =>
    `${a.staffId} ${a.startAt.toISOString()}`.localeCompare(`${b.staffId} ${b.startAt.toISOString()}`),
  );

it('answers as the model does whatever is held, booked, moved, called off and left to run out', async () => {
  const outcomes = new Set<string>();
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 8, maxLength: 24 }), async (steps) => {
      await world.database.sql('delete from xinqiao.appointment');
      const model = createFakeAppointmentStore();
      const tried: Tried = new Map(people.map((person) => [person, []]));
      let now = NOW;
      for (const one of steps) {
        if (one.act === 'pass') {
          now = minutesAfter(now, one.minutes);
          continue;
        }
        const person = people[one.who] as Person;
        const ids = tried.get(person) ?? [];
        const how = { person, ids, newId: randomUUID(), now, limit: ALONE_LIMIT };
        const answer = await carryOut(world.stores.appointments, one, how);
        expect(answer).toEqual(await carryOut(model, one, how));
        if (one.act === 'hold' || one.act === 'move') ids.push(how.newId);
        outcomes.add(`${one.act} ${/"code":"([a-z-]+)"/.exec(JSON.stringify(answer) ?? '')?.[1] ?? 'ok'}`);
      }
      const busy = (store: AppointmentStore) => store.busy(START, daysAfter(START, 1), now);
      expect(sorted(await busy(world.stores.appointments))).toEqual(sorted(await busy(model)));
      await expectNoOverlap();
    }),
    { numRuns: 25, examples: [[EVERYTHING], [MOVED_WHILE_HELD]] },
  );
  // It went through what it is about.
  for (const outcome of ['hold ok', 'hold taken', 'confirm ok', 'cancel ok', 'move ok'])
    expect(outcomes).toContain(outcome);
});

/** What one student does one after the other, while the others do the same; and what staff do meanwhile. */
async function goThrough(person: Person, steps: readonly Step[]): Promise<void> {
  const ids: string[] = [];
  for (const one of steps) {
    if (one.act === 'pass') {
      await moveByStaff(person, one.minutes);
      continue;
    }
    const newId = randomUUID();
    const how = { person, ids, newId, now: NOW, limit: LIMIT };
    await world.transactions.run(({ appointments }) => carryOut(appointments, one, how));
    if (one.act === 'hold' || one.act === 'move') ids.push(newId);
  }
}

async function moveByStaff({ contactId }: Person, quarter: number): Promise<void> {
  await world.transactions.run(async ({ appointments, changeOffers }) => {
    const [old] = await appointments.listUpcoming(contactId, NOW);
    if (old === undefined) return;
    const startAt = minutesAfter(START, quarter * 15);
    const slot = { ...old.slot, startAt, endAt: minutesAfter(startAt, 50) };
    const move = {
      appointmentId: old.id,
      contactId,
      startsAt: old.slot.startAt,
      newId: randomUUID(),
      slot,
      now: NOW,
    };
    await changeOffers.move(move);
  });
}

it('overlaps never, and nobody has more than they may, when all of them do it at once', async () => {
  const alone = fc.array(step, { minLength: 4, maxLength: 8 });
  await fc.assert(
    fc.asyncProperty(fc.tuple(alone, alone, alone, alone), async (all) => {
      await world.database.sql('delete from xinqiao.appointment');
      await Promise.all(people.map((person, index) => goThrough(person, all[index] ?? [])));
      await expectNoOverlap();
      for (const { contactId } of people) {
        const upcoming = await world.stores.appointments.listUpcoming(contactId, NOW);
        expect(upcoming.length).toBeLessThanOrEqual(LIMIT);
      }
    }),
    { numRuns: 12 },
  );
});
