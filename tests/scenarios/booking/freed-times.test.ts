import pg from 'pg';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { TelegramPerson } from '../../support/telegram-person.ts';
import { booksFirst, cancels, joins, openOnly, passUntil } from '../../support/waiting-world.ts';
import { startWorld, type World } from '../../support/world.ts';

let world: World;
let rounds: pg.Client | null = null;
beforeEach(async () => {
  world = await startWorld();
  await world.responder('测试老师甲', ['counsellor'], false);
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
