import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Anybody, TestChannel } from '../../support/anybody.ts';
import { asksForDays, choosesTime, confirms } from '../../support/booking-story.ts';
import { closesCase } from '../../support/close-case.ts';
import type { TelegramPerson } from '../../support/telegram-person.ts';
import { startWorld, type World } from '../../support/world.ts';

const MINUTE = 60_000;
const HOLD_MINUTES = 2;

/** One day with six hours that are kept for hand-offs, four of them from everybody else: 16:00 to 19:00. */
let world: World;
let first: TelegramPerson;
let second: TelegramPerson;
let ordinary: Anybody;

beforeAll(async () => {
  world = await startWorld({
    wechat: { startsChats: true },
    booking: {
      daysAhead: 1,
      leastNoticeMinutes: 60,
      urgent: { perDay: 4, leastNoticeMinutes: 30, holdMinutes: HOLD_MINUTES },
    },
  });
  await world.database.sql('delete from xinqiao.availability_rule');
  await world.database.sql(
    `update xinqiao.clock set offset_ms = (extract(epoch from timestamptz '2026-09-15 10:00+08' - now()) * 1000)::bigint`,
  );
  first = await world.responder('测试老师甲');
  second = await world.responder('测试老师乙');
  await world.database.sql(
    `insert into xinqiao.availability_rule
       (id, staff_id, room_id, weekday, from_minute, to_minute, session_minutes, valid_from, valid_to, held_back, sample, mode)
     select gen_random_uuid(), id, null, 2, 14 * 60, 20 * 60, 60, '2026-09-15', '2026-09-15', 'urgent', false, 'online'
     from xinqiao.staff_member where name = '测试老师甲'`,
  );
  ordinary = await world.anybody('telegram');
});
afterAll(() => world.close());

/** What an ordinary student is shown of the day. */
async function hoursShown(isFirst = false): Promise<string[]> {
  await ordinary.says('预约');
  if (isFirst) {
    await ordinary.hears(/单独问你/);
    await ordinary.picks('同意');
    await ordinary.hears(/已记下你的同意/, /哪一天/);
  } else await ordinary.hears(/哪一天/);
  await ordinary.picks(/还有/);
  await ordinary.hears(/几点合适/);
  return ordinary.choices().flatMap((label) => /\d+:\d+/.exec(label)?.[0] ?? []);
}

/** Called for and taken by this counsellor, who has spoken. */
async function talksWith(counsellor: TelegramPerson, channel: TestChannel): Promise<Anybody> {
  // One responder is paged at most once a minute.
  await world.pass(MINUTE + 1_000);
  const student = await world.anybody(channel);
  await student.says('我想自杀');
  await student.hears(/正在叫值班老师/, /120/, /你在哪里/);
  await world.settle();
  counsellor.says('接');
  await counsellor.hearsUntil(/归你了/);
  await student.hears(/接手了/);
  counsellor.says('我在');
  await student.hears(/我在/);
  return student;
}

async function asksForSlots(counsellor: TelegramPerson): Promise<void> {
  counsellor.says('/时段');
  await counsellor.hearsUntil(/留哪个时间/);
}

const labelOf = (counsellor: TelegramPerson, hour: string): string =>
  counsellor.choices().find((label) => label.includes(`${hour}–`)) ?? `no ${hour}`;

async function offers(counsellor: TelegramPerson, hour: string): Promise<void> {
  await asksForSlots(counsellor);
  counsellor.taps(labelOf(counsellor, hour));
  await counsellor.hears(/替同学留到 .*等同学确认/);
}

const ends = async (counsellor: TelegramPerson, student: Anybody): Promise<void> => {
  await closesCase(counsellor, '误报/无风险');
  await student.hears(/不进关注名单/);
};

it('ordinary students see what the day does not keep, and nothing of what it keeps', async () => {
  expect(await hoursShown(true)).toEqual(['14:00', '15:00']);
});

it.each([
  ['telegram', '16:00'],
  ['wechat', '17:00'],
  ['web', '18:00'],
] as const)('on %s the counsellor offers what is kept, and the student takes it', async (channel, hour) => {
  const student = await talksWith(first, channel);
  await offers(first, hour);
  const offer = await student.hears(new RegExp(`老师替你留了一个面谈时间[\\s\\S]*${hour}–`));
  expect(offer).toMatch(/有一件事要单独问你/);
  expect(await hoursShown()).toEqual(['14:00', '15:00']);
  await student.picks('同意并确认');
  await student.hears(/约好了/);
  await first.hearsUntil(/的同学确认了面谈时间/);
  await ends(first, student);
});

it('of two counsellors who reach for one time one has it, and the other hears so and offers another', async () => {
  const [ones, others] = [await talksWith(first, 'telegram'), await talksWith(second, 'wechat')];
  await asksForSlots(first);
  await asksForSlots(second);
  first.taps(labelOf(first, '19:00'));
  second.taps(labelOf(second, '19:00'));
  const [one, other] = await Promise.all([first.hears(/留/), second.hears(/留/)]);
  expect([one, other].filter((said) => /替同学留到/.test(said))).toHaveLength(1);
  expect([one, other].filter((said) => /没有留成.*刚留给了别的同学/.test(said))).toHaveLength(1);
  const firstHasIt = /替同学留到/.test(one);
  const [winner, loser] = firstHasIt ? [first, second] : [second, first];
  loser.taps('看别的时间');
  await loser.hears(/留哪个时间/);
  loser.taps(labelOf(loser, '15:00'));
  await loser.hears(/替同学留到/);
  await (firstHasIt ? ones : others).hears(/替你留了[\s\S]*19:00–/);
  await (firstHasIt ? others : ones).hears(/替你留了[\s\S]*15:00–/);
  // All that the day keeps is given or held: of what is free nothing is kept from anybody.
  expect(await hoursShown()).toEqual(['14:00']);

  const [row] = await world.database.sql<{ id: string }>(
    `select c.id from xinqiao.handoff_case c join xinqiao.staff_member s on s.id = c.owner_id
     where c.status = 'acknowledged' and s.name = '测试老师甲'`,
  );
  const desk = await world.signedIn('测试老师甲');
  await first.hears(/登录/);
  await desk.open(`/console/cases/${row?.id}`);
  expect(desk.text()).toMatch(/替同学留着：.*等同学确认/);

  // Unanswered: whoever offered it is told, once, and the student hears nothing while they are talked with.
  await world.pass(HOLD_MINUTES * MINUTE + 1_000);
  await winner.hearsUntil(/19:00–20:00.*到点没有等到确认，已经放回去了/);
  await loser.hearsUntil(/15:00–16:00.*到点没有等到确认，已经放回去了/);
  await desk.open(`/console/cases/${row?.id}`);
  expect(desk.text()).toMatch(/到点没有等到确认，已经放回去了/);
  expect(desk.text()).toMatch(/面谈时间到点没有等到确认/);
  // What was never kept is everybody's again, what the day keeps is kept again.
  expect(await hoursShown()).toEqual(['14:00', '15:00']);
  await ones.picks('不要这个时间');
  await ones.hears(/已经不留了/);
  await ends(second, others);

  // The same in the console. Where nobody talks with them any more they hear it, and where the way back is.
  const path = `/console/cases/${row?.id}`;
  await desk.open(path);
  const slot = /<option value="([^"]+)"[^>]*>[^<]*19:00/.exec(desk.html())?.[1] ?? '';
  await desk.press({ action: `${path}/slot`, label: '留给同学' }, { slot });
  expect(desk.text()).toMatch(/替同学留着：[^，]*19:00–20:00/);
  expect(desk.text()).not.toMatch(/到点没有等到确认，已经放回去了/);
  await ones.hears(/替你留了[\s\S]*19:00–/);
  await ends(first, ones);
  await world.pass(HOLD_MINUTES * MINUTE + 1_000);
  await first.hearsUntil(/到点没有等到确认/);
  await ones.hears(/19:00–20:00.*没有等到你确认，已经放回去了/);
  await ones.picks('预约');
  await ones.hears(/单独问你/);
  for (const counsellor of [first, second]) {
    counsellor.says('/时段');
    await counsellor.hearsUntil(/没有|不/);
  }
});

it('ordinary students book all that they are shown, and the rest stays unseen and for hand-offs', async () => {
  // Three of the four that the day keeps are taken by now: the last free one is the fourth.
  const hours = await hoursShown();
  expect(hours).toEqual(['14:00', '15:00']);
  for (const hour of hours) {
    const student = await world.anybody('telegram');
    await asksForDays(student);
    await choosesTime(student, { hour: new RegExp(hour) });
    await confirms(student);
  }
  await ordinary.says('预约');
  await ordinary.hears(/最近都约满了/);
  const student = await talksWith(first, 'web');
  await offers(first, '19:00');
  await student.hears(/替你留了[\s\S]*19:00–/);
  await ends(first, student);
  second.says('/时段');
  await second.hearsUntil(/没有|不/);
});
