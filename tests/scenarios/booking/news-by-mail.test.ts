import { afterAll, beforeAll, expect, it } from 'vitest';
import { createStaffDesk, OPERATOR } from '../../../src/conversation/desks/people/staff-office.ts';
import { SMTP_PASSWORD, SMTP_USER, type SmtpFake, startSmtpFake } from '../../fakes/notifiers/smtp-fake.ts';
import { atHour, booked, lastAddress, opensHours, passUntil } from '../../support/booked.ts';
import { until } from '../../support/until.ts';
import { startWorld, type World } from '../../support/world.ts';

const HOUR_MS = 3_600_000;

let world: World;
let mail: SmtpFake;
beforeAll(async () => {
  mail = await startSmtpFake();
  const house = { name: 'house', kind: 'email', host: '127.0.0.1', port: mail.port, security: 'none' };
  const account = { user: SMTP_USER, password: SMTP_PASSWORD, from: 'xinli@campus.example' };
  world = await startWorld({
    notifiers: [{ ...house, ...account }],
    reminders: { dayBefore: false, hourBefore: false, daySheetAt: '07:30' },
  });
  await world.database.sql('delete from xinqiao.availability_rule');
});
afterAll(async () => {
  await world.close();
  await mail.close();
});

const letters = async (count: number): Promise<string> => {
  await until('the letter', async () => mail.letters.length === count);
  return mail.letters[count - 1]?.text ?? '';
};

it('tells a counsellor who has a mailbox alone that there is something to read, and no more', async () => {
  const desk = createStaffDesk(world.office);
  const accounts = [{ channel: 'email', account: 'c@campus.example', notifier: null }] as const;
  const added = await desk.add(OPERATOR, {
    name: '测试老师丙',
    roles: ['counsellor'],
    accounts,
    onCall: false,
  });
  expect(added.ok).toBe(true);
  const code = /验证码 (\S+?)[，,]/.exec(await letters(1))?.[1] ?? '';
  const [{ id } = { id: '' }] = await world.database.sql<{ id: string }>(
    `select id from xinqiao.staff_member where name = '测试老师丙'`,
  );
  expect((await desk.confirm(OPERATOR, id, code)).ok).toBe(true);
  await opensHours(world, '测试老师丙');
  await world.acquainted();
  const start = await atHour(world, 2, 14);
  await booked(world, await lastAddress(world, 'telegram'), '测试老师丙', start);
  await passUntil(world, new Date(start.getTime() - 6 * HOUR_MS));
  const text = await letters(2);
  expect(text).toMatch(/登录控制台看：\S+\/console/);
  expect(text).not.toMatch(/14:00|测试|房间/);
  expect(mail.letters[1]?.headers.join('\n')).not.toMatch(/值班/);
});
