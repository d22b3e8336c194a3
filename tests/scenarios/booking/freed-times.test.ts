import pg from 'pg';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { answerBookingRequest } from '../../../src/booking/answer-booking-request.ts';
import type { BookingRequest } from '../../../src/booking/booking-request.ts';
import { slotId } from '../../../src/booking/slot.ts';
import { bookingContextOf } from '../../../src/conversation/booking-context.ts';
import { agreeByPhone } from '../../../src/conversation/changes/agree-by-phone.ts';
import { freeTimes } from '../../../src/conversation/changes/free-times.ts';
import { inScope } from '../../../src/conversation/scope.ts';
import { askLineFirst, lockLine } from '../../../src/conversation/waiting-list/offer-round.ts';
import { lastAddress } from '../../support/booked.ts';
import type { TelegramPerson } from '../../support/telegram-person.ts';
import { booksFirst, cancels, joins, openOnly, passUntil } from '../../support/waiting-world.ts';
import { startWorld, type World } from '../../support/world.ts';

let world: World;
let counsellor: TelegramPerson;
let rounds: pg.Client | null = null;
beforeEach(async () => {
  world = await startWorld();
  counsellor = await world.responder('测试老师甲', ['counsellor'], false);
  await passUntil(world, '09:00');
});
afterEach(async () => {
  await letRoundsGoOn();
  await world.close();
});

/** Nothing is decided by a round from now on: as if none had come yet, or the program were about to end. */
async function stopRounds(): Promise<void> {
  rounds = new pg.Client({ connectionString: world.database.url });
  await rounds.connect();
  await rounds.query(`select pg_advisory_lock(hashtext('xinqiao waiting list round'))`);
}

async function letRoundsGoOn(): Promise<void> {
  await rounds?.end();
  rounds = null;
}

async function findsNothing(student: TelegramPerson): Promise<void> {
  student.says('预约');
  await student.hears(/单独问你/);
  student.taps('同意');
  await student.hearsUntil(/最近都约满了/);
}

async function findsDays(student: TelegramPerson): Promise<void> {
  student.says('预约');
  await student.hearsUntil(/哪一天/);
}

/** From the list of days on, whatever comes first. */
async function takesFirst(student: TelegramPerson): Promise<void> {
  student.says('1');
  await student.hears(/几点合适/);
  student.says('1');
  await student.hears(/想约哪位老师/);
  student.says('1');
}

it('a time that is freed at night is kept for the first, who is asked in the morning; where it fits nobody it is free', async () => {
  await openOnly(world, '测试老师甲', 3, ['10:00']);
  const booked = await world.acquainted();
  await booksFirst(booked);
  const first = await world.acquainted();
  await joins(first);
  await passUntil(world, '22:00');
  await cancels(booked);
  expect(booked.choices().some((label) => label.includes('10:00'))).toBe(false);
  await world.pass(5 * 60_000);
  const other = await world.acquainted();
  await findsNothing(other);
  // Nobody is asked at night, and whoever looks by themselves may have it.
  first.says('候补');
  await first.hears(/轮到你了[\s\S]*10:00–10:50[\s\S]*11:0\d/);

  await passUntil(world, '08:00');
  await first.hears(/轮到你了[\s\S]*10:00–10:50[\s\S]*11:0\d/);
  first.taps('不要这个');
  await first.hears(/让给别的同学/);
  // There is nobody left whom it could be offered to.
  await findsDays(other);
  await takesFirst(other);
  await other.hears(/先为你留/);
});

it('a freed time is nobody else’s before the first was asked, though no round has come', async () => {
  await openOnly(world, '测试老师甲', 3, ['10:00']);
  const booked = await world.acquainted();
  await booksFirst(booked);
  const first = await world.acquainted();
  await joins(first);
  const other = await world.acquainted();
  await findsNothing(other);
  await stopRounds();

  await cancels(booked);
  expect(booked.choices().some((label) => label.includes('10:00'))).toBe(false);
  await first.hears(/轮到你了[\s\S]*10:00–10:50/);
  other.says('预约');
  await other.hears(/最近都约满了/);
  first.taps('不要这个');
  await first.hears(/让给别的同学/);

  // Whatever way it became free: it is given out before anybody else has it.
  await openOnly(world, '测试老师甲', 3, ['14:00']);
  await findsDays(other);
  await takesFirst(other);
  await other.hears(/刚被别人约走了/, /最近都约满了/);
  await first.hears(/轮到你了[\s\S]*14:00–14:50/);
  first.taps('就要这个时间');
  await first.hears(/先为你留 20 分钟/);
  first.taps('确认预约');
  await first.hears(/约好了/);
});

it('an offer is prolonged once for whoever takes it at its end, and goes to the next then', async () => {
  await openOnly(world, '测试老师甲', 3, []);
  const first = await world.acquainted();
  await joins(first);
  const second = await world.acquainted();
  await joins(second);
  await openOnly(world, '测试老师甲', 3, ['10:00']);
  await first.hears(/轮到你了/);
  await world.pass(170 * 60_000);
  first.taps('就要这个时间');
  await first.hears(/先为你留 20 分钟/);
  await world.pass(15 * 60_000);
  first.taps('就要这个时间');
  await first.hears(/先为你留 5 分钟/);
  await world.pass(6 * 60_000);
  await first.hears(/没有等到你的回复/);
  await second.hears(/轮到你了/);
});

const sayTime = (at: Date): string =>
  at.toLocaleTimeString('en-GB', { timeZone: 'Asia/Shanghai', hour: '2-digit', minute: '2-digit' });

type Owner = { readonly contactId: string; readonly addressId: string };

async function newcomer(): Promise<Owner> {
  await world.acquainted();
  const addressId = await lastAddress(world, 'telegram');
  const [row] = await world.database.sql<{ contact_id: string }>(
    'select contact_id from xinqiao.address where id = $1',
    [addressId],
  );
  return { contactId: row?.contact_id ?? '', addressId };
}

/** What a turn does with the calendar, without the words around it. */
const asks = (owner: Owner, request: BookingRequest) =>
  inScope(world.office, async (scope) => {
    if (request.ask === 'cancel') await lockLine(scope);
    const context = bookingContextOf(scope, owner);
    return answerBookingRequest(request, { ...context, lineFirst: () => askLineFirst(scope) });
  });

it('whoever reaches for a time at the moment in which it is freed comes after the first of the list', async () => {
  const hours = ['09:00', '10:00', '11:00', '14:00', '15:00', '16:00'];
  await openOnly(world, '测试老师甲', 3, hours);
  const booked = await newcomer();
  const appointments = await world.database.sql<{
    id: string;
    staffId: string;
    roomId: string;
    startAt: Date;
  }>(
    `insert into xinqiao.appointment
       (id, contact_id, address_id, staff_id, room_id, during, status, made_at, booked_at)
     select gen_random_uuid(), $1, $2, r.staff_id, r.room_id,
       tstzrange(day + r.from_minute * interval '1 minute', day + r.to_minute * interval '1 minute'),
       'booked', xinqiao.app_now(), xinqiao.app_now()
     from xinqiao.availability_rule r,
       lateral (select r.valid_from::timestamp at time zone 'Asia/Shanghai' as day) d
     returning id, staff_id as "staffId", room_id as "roomId", lower(during) as "startAt"`,
    [booked.contactId, booked.addressId],
  );
  expect(appointments).toHaveLength(hours.length);
  await joins(await world.acquainted());
  const others = [await newcomer(), await newcomer(), await newcomer()];
  // At night, so that nobody hears anything meanwhile.
  await passUntil(world, '22:00');
  await stopRounds();
  for (const [index, { id, ...slot }] of appointments.entries()) {
    const hold = (other: Owner) => () => asks(other, { ask: 'hold', slotId: slotId(slot) });
    const works = [() => asks(booked, { ask: 'cancel', appointmentId: id }), ...others.map(hold)];
    const answers = await Promise.all(
      [...works.slice(index % 4), ...works.slice(0, index % 4)].map((one) => one()),
    );
    expect(answers.filter((one) => one.of === 'hold' && one.outcome === 'held')).toEqual([]);
    expect(answers.filter((one) => one.of === 'cancel')).toMatchObject([{ outcome: 'cancelled' }]);
    const offers = await world.database.sql<{ startAt: Date }>(
      `update xinqiao.slot_offer
       set outcome = 'declined', settled_at = offered_at, told_at = offered_at, end_told_at = offered_at
       where outcome is null returning lower(during) as "startAt"`,
    );
    expect(offers).toEqual([{ startAt: slot.startAt }]);
  }
  // It fits nobody any more.
  const [last] = appointments.map((slot) => slotId(slot)).slice(-1);
  const [other] = others;
  if (last === undefined || other === undefined) throw new Error('nobody');
  expect(await asks(other, { ask: 'hold', slotId: last })).toMatchObject({ outcome: 'held' });
});

it('what staff enter from the phone comes after the first of the list, though no round has come', async () => {
  await openOnly(world, '测试老师甲', 3, ['10:00']);
  const booked = await world.acquainted();
  await booksFirst(booked);
  const [row] = await world.database.sql<{ id: string; staffId: string; startAt: Date; endAt: Date }>(
    `select id, staff_id as "staffId", lower(during) as "startAt", upper(during) as "endAt"
     from xinqiao.appointment`,
  );
  if (row === undefined) throw new Error('nothing was booked');
  const { id, ...time } = row;
  const first = await world.acquainted();
  await joins(first);
  await stopRounds();
  await inScope(world.office, ({ stores, now, parts }) =>
    stores.changeOffers.closeDay({ id: parts.newId(), ...time, madeBy: time.staffId, now }, parts.newId),
  );
  await booked.hears(/老师来不了了/);
  await openOnly(world, '测试老师甲', 3, ['14:00', '16:00']);
  const enters = (hour: string) =>
    inScope(world.office, async (scope) => {
      const known = await scope.stores.changeOffers.booked(id);
      if (known === null) throw new Error('nobody to move');
      const { contactId, addressId } = known;
      const place = { appointmentId: id, contactId, addressId, startAt: time.startAt };
      const free = await freeTimes(scope, place, scope.now);
      const wanted = free.find(({ startAt }) => sayTime(startAt) === hour);
      return agreeByPhone(scope, time.staffId, known, wanted?.slot ?? '');
    });
  expect(await enters('14:00')).toBe('taken');
  await first.hears(/轮到你了[\s\S]*14:00–14:50/);
  expect(await enters('16:00')).toBe('agreed');
  await booked.hears(/照电话里说好的/);
  await counsellor.hears(/的同学改到 .*16:00/);
});
