import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createStaffDesk, OPERATOR } from '../../../src/conversation/desks/people/staff-office.ts';
import type { TelegramPerson } from '../../support/telegram-person.ts';
import { startWorld, type World } from '../../support/world.ts';

/** Whom a cry for help would call, as a head of the centre reads it before one comes. */
describe('the page of the steps', () => {
  let world: World;
  let onPhone: TelegramPerson;
  beforeAll(async () => {
    world = await startWorld({
      escalation: (policy) => ({
        ...policy,
        nights: { from: '23:00', to: '07:00', first: ['desk'], aloneSeconds: 30 },
        high: { ...policy.high, louder: [{ afterRounds: 1, notify: ['role:duty-leader'], kinds: ['sms'] }] },
        policies: [
          {
            name: '医学院',
            colleges: ['医学院', '护理学院'],
            high: { ...policy.high, steps: [{ afterSeconds: 0, notify: ['person:没有的人', 'duty'] }] },
          },
        ],
      }),
    });
    await world.responder('测试老师甲');
    onPhone = await world.responder('测试主任', ['centre-head'], false);
    for (const [name, role] of [
      ['测试辅导员', 'advisor'],
      ['测试管理员', 'administrator'],
    ] as const) {
      const input = { name, roles: [role], accounts: [], onCall: false };
      expect((await createStaffDesk(world.office).add(OPERATOR, input)).ok).toBe(true);
    }
  });
  afterAll(() => world.close());

  it('says who is called after how long, by what, and what is skipped', async () => {
    const head = await world.signedIn('测试主任');
    await onPhone.hears(/登录链接/);
    expect(await head.open('/console/duty/policy')).toBe(200);
    const text = head.text();
    expect(text).toContain('config/escalation.yaml');
    expect(text).toMatch(/一开始 值班[^。]*测试老师甲 （Telegram）/);
    expect(text).toMatch(/满 45 秒 还没有人接手 全部中心主任[^。]*测试主任 （Telegram，工作台开着）/);
    // Nobody leads: the step is empty now.
    expect(text).toMatch(/满 1 分 30 秒 还没有人接手 叫不到人，跳过：下一步的人马上叫 全部值班领导 没有人/);
    expect(text).toMatch(/夜里 23:00–07:00 先叫醒着的人 nights/);
    expect(text).toMatch(/第 1 轮重来起，再用上短信，再加上： 全部值班领导/);
    expect(text).toContain('医学院：医学院、护理学院的同学');
    expect(text).toContain('policies.0.high');
    expect(text).toMatch(
      /没有的人（点名）：没有这个人或这个轮班，这一步叫不到（policies\.0\.high\.steps\.0\.notify\.0）/,
    );
    expect(text).toMatch(/没有人接手的话 马上 测试老师甲 （Telegram）/);
    expect(text).toContain('（全部再叫一遍）');
    expect(head.html()).toMatch(/href="\/console\/duty\/policy" aria-current="page"/);
  });

  it('answers for another time, and says where a time is none', async () => {
    const head = await world.signedIn('测试主任');
    await onPhone.hears(/登录链接/);
    const now = await world.office.transactions.read((stores) => stores.now());
    const tomorrow = new Date(now.getTime() + 32 * 3_600_000).toISOString().slice(0, 10);
    expect(await head.open(`/console/duty/policy?at=${tomorrow}T02:00`)).toBe(200);
    // At night nobody is at the desk, so that the first step is not kept waiting.
    expect(head.text()).toMatch(/02:00来一个，没有人接手的话 马上[^后]*测试老师甲/);
    for (const at of ['2020-01-01T00:00', '2026-13-41T99:99', '<b>']) {
      expect(await head.open(`/console/duty/policy?at=${encodeURIComponent(at)}`)).toBe(200);
      expect(head.text()).toContain('时间要写成今后一年以内的');
      expect(head.html()).not.toContain('<b>');
    }
  });

  it('is there for those who are called or answer for it, and absent for the others', async () => {
    const head = await world.signedIn('测试管理员');
    expect(await head.open('/console/duty/policy')).toBe(200);
    const advisor = await world.signedIn('测试辅导员');
    expect(await advisor.open('/console/duty/policy')).toBe(404);
    const absent = advisor.text();
    await advisor.open('/console/duty/no-such-page');
    expect(absent).toBe(advisor.text());
    await advisor.open('/console/duty');
    expect(advisor.text()).not.toContain('呼叫步骤');
  });
});
