import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import { createDrillDesk } from '../../src/conversation/desks/drill-desk.ts';
import { createStaffDesk, OPERATOR } from '../../src/conversation/desks/staff-office.ts';
import { startWorld } from '../support/world.ts';

it('a counsellor on WeChat is active once the code came from that account, is paged there, and is warned of', async () => {
  const world = await startWorld({ wechat: { startsChats: true } });
  try {
    const desk = createStaffDesk(world.office);
    const counsellor = world.onWechat();
    const account = { channel: 'wechat', account: counsellor.account, notifier: null } as const;
    const input = { name: '测试老师甲', roles: ['counsellor'], accounts: [account], onCall: true };
    const added = await desk.add(OPERATOR, input);
    if (!added.ok) throw new Error(added.code);
    expect(added.value.sentBy).toEqual([]);
    expect((await desk.duty(OPERATOR)).wechatOnly).toEqual([]);

    const thief = world.onWechat();
    thief.says(added.value.code ?? '');
    await thief.hears(/这个验证码不对/);
    counsellor.says(added.value.code ?? '');
    await counsellor.hears(/这个账号已经启用/);
    expect((await desk.duty(OPERATOR)).wechatOnly).toEqual(['测试老师甲']);

    await world.visitor().says('我想自杀');
    await counsellor.hears(/个案 #1001/);

    const [row] = (await desk.list(OPERATOR))?.filter(({ name }) => name === '测试老师甲') ?? [];
    const [way] = row?.addresses ?? [];
    expect(await desk.removeAddress(OPERATOR, row?.id ?? '', way?.id ?? '')).toMatchObject({ ok: true });
    await counsellor.hears(/你的微信不再用来呼叫你值班/);
    expect(await desk.duty(OPERATOR)).toMatchObject({ wechatOnly: [], realResponder: false });
  } finally {
    await world.close();
  }
});

it('a drill uses up no answer that a real call needs', async () => {
  const world = await startWorld({ wechat: { replies: 5 } });
  try {
    const desk = createStaffDesk(world.office);
    const counsellor = world.onWechat();
    const account = { channel: 'wechat', account: counsellor.account, notifier: null } as const;
    const input = { name: '测试老师甲', roles: ['counsellor'], accounts: [account], onCall: true };
    const added = await desk.add(OPERATOR, input);
    if (!added.ok) throw new Error(added.code);
    counsellor.says(added.value.code ?? '');
    await counsellor.hears(/这个账号已经启用/);
    const head = await world.responder('测试主任', ['centre-head'], false);
    const heads = (await desk.list(OPERATOR))?.filter(({ name }) => name === '测试主任') ?? [];
    const actor = { kind: 'staff', staffId: heads[0]?.id ?? '', roles: ['centre-head'] } as const;
    expect(await createDrillDesk(world.office).start(actor, randomUUID())).toBe('begun');
    for (let minute = 0; minute < 4; minute += 1) {
      await world.pass(61_000);
      await head.hearsUntil(/【演练】/);
    }
    counsellor.expectNothingMore();
    await world.visitor().says('我想自杀');
    await counsellor.hears(/个案 #1001/);
  } finally {
    await world.close();
  }
}, 60_000);
