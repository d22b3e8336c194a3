import { afterAll, beforeAll, expect, it } from 'vitest';
import { type SmtpFake, startSmtpFake } from '../../fakes/notifiers/smtp-fake.ts';
import { atHour, booked, lastAddress, opensHours, passUntil } from '../../support/booked.ts';
import { byMail, mailHouse } from '../../support/by-mail.ts';
import { startWorld, type World } from '../../support/world.ts';

const MINUTE = 60_000;
const LETTER = /登录控制台看：\S+\/console$/;
const WHY = '天鹅标记六六九';
const TAKEN_BACK = '大雁标记七七一';

let world: World;
let mail: SmtpFake;
beforeAll(async () => {
  mail = await startSmtpFake();
  world = await startWorld({
    notifiers: [mailHouse(mail)],
    reminders: { dayBefore: false, hourBefore: false, daySheetAt: '07:30' },
  });
  await world.database.sql('delete from xinqiao.availability_rule');
});
afterAll(async () => {
  await world.close();
  await mail.close();
});

it('tells whoever has a mailbox alone that somebody is there, and the heads that a referral waits', async () => {
  const counsellor = await byMail(world, mail, '样例咨询师', ['counsellor']);
  const head = await byMail(world, mail, '样例主任', ['centre-head']);
  await opensHours(world, counsellor.name);
  // Nothing of a day sheet, which comes by mail too.
  await passUntil(world, await atHour(world, 1, 9));
  const student = await world.acquainted();
  const start = await atHour(world, 0, 10);
  const id = await booked(world, await lastAddress(world, 'telegram'), counsellor.name, start);
  await passUntil(world, new Date(start.getTime() - 30 * MINUTE));
  student.says('我的预约');
  await student.hearsUntil(/你的预约/);
  student.taps('我到了（10:00）');
  await student.hears(/知道你到了/);
  await counsellor.reads(LETTER);
  await passUntil(world, new Date(start.getTime() + 61 * MINUTE));
  // That nobody said who came.
  await counsellor.reads(LETTER);

  const mine = await world.signedIn(counsellor.name);
  const path = `/console/sessions/${id}`;
  await mine.open(path);
  await mine.press({ action: `${path}/attendance`, label: '到了' });
  const refers = async (to: string): Promise<string> => {
    await mine.open(path);
    await mine.press({ action: `${path}/referral` }, { other: to, why: WHY, consent: 'given' });
    await head.reads(LETTER);
    const link = [...mine.html().matchAll(/\/console\/referrals\/[0-9a-f-]{36}/g)].map(([one]) => one);
    for (const one of new Set(link)) {
      await mine.open(one);
      if (mine.text().includes(to)) return one;
    }
    throw new Error('no referral');
  };
  const first = await refers('样例医院');
  const theirs = await world.signedIn(head.name);
  await theirs.open(first);
  await theirs.press({ action: first, label: '批准' });
  await counsellor.reads(LETTER);

  const second = await refers('样例门诊');
  await mine.open(second);
  await mine.press({ action: second, label: '撤回' }, { words: TAKEN_BACK });
  expect(mine.text()).toContain(`撤回时的说明 ${TAKEN_BACK}`);
  await theirs.open(second);
  expect(theirs.html()).not.toMatch(new RegExp(`${WHY}|${TAKEN_BACK}`));
  await world.settle();
  expect([counsellor.unread(), head.unread()]).toEqual([[], []]);
});
