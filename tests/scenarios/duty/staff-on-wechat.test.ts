import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import { createDrillDesk } from '../../../src/conversation/desks/duty/drill-desk.ts';
import { createStaffDesk, OPERATOR } from '../../../src/conversation/desks/people/staff-office.ts';
import { addMs } from '../../../src/core/clock.ts';
import { HOUR, rotaIn } from '../../support/rota-desk-world.ts';
import { startWorld } from '../../support/world.ts';

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

it('offers a shift, hands a case over and leaves a note by numbers and labels', async () => {
  const world = await startWorld({ wechat: { startsChats: true } });
  try {
    const rota = rotaIn(world);
    await rota.clearSample();
    const counsellor = world.onWechat();
    const added = await world.addStaff('微信老师', 'wechat', counsellor.account);
    counsellor.says(added.code);
    await counsellor.hears(/这个账号已经启用/);
    const colleague = await world.responder('测试老师乙');
    const begin = addMs(await rota.soon(), HOUR);
    await rota.schedule('微信老师', begin, addMs(begin, HOUR));
    await counsellor.hears(/值班安排有变/);
    counsellor.says('/换班');
    await counsellor.hears(/选你接下来 14 天的一个班[\s\S]*1\. .*值班/);
    counsellor.says('１');
    await counsellor.hears(/请谁替？[\s\S]*1\. 测试老师乙/);
    counsellor.says('测试老师乙');
    await counsellor.hears(/已经问了 测试老师乙[\s\S]*1\. 收回/);
    await colleague.hears(/微信老师 想请你替班/);
    counsellor.says('1');
    await counsellor.hears(/收回了，测试老师乙 不用替了/);
    await colleague.hears(/微信老师 收回了换班/);

    const student = world.student();
    student.says('我想自杀');
    await student.hearsUntil(/你在哪里/);
    await counsellor.hears(/个案 #1001/);
    await colleague.hears(/个案 #1001/);
    counsellor.says('接');
    await counsellor.hears(/归你了/);
    await colleague.hears(/微信老师 接手了|#1001/);
    await student.hears(/接手了/);
    counsellor.says('/交班');
    await counsellor.hears(/交给谁[\s\S]*1\. #1001 交给 测试老师乙/);
    counsellor.says('1');
    await counsellor.hears(/已经交给 测试老师乙[\s\S]*1\. 留言[\s\S]*2\. 不留言/);
    await colleague.hears(/把个案 #1001 交给你了/);
    await student.hears(/换了一位值班老师/);
    counsellor.says('留言');
    await counsellor.hears(/请打一句话/);
    counsellor.says('她昨晚割腕了，说还是不想活了');
    await counsellor.hears(/留言已经给了 测试老师乙/);
    await colleague.hears(/交班留言：她昨晚割腕了，说还是不想活了/);
    expect(await world.database.sql('select number from xinqiao.handoff_case')).toHaveLength(1);
  } finally {
    await world.close();
  }
});

it('who speaks as a student answers by number as staff, and speaks as staff once they have a case', async () => {
  const world = await startWorld({ wechat: { startsChats: true } });
  try {
    const rota = rotaIn(world);
    await rota.clearSample();
    const counsellor = world.onWechat();
    const { code } = await world.addStaff('微信老师', 'wechat', counsellor.account);
    counsellor.says(code);
    await counsellor.hears(/这个账号已经启用/);
    const jia = await world.responder('测试老师甲', ['counsellor'], false);
    counsellor.says('/学生');
    await counsellor.hears(/现在是学生身份/);
    const begin = addMs(await rota.soon(), 5 * HOUR);
    const period = { startsAt: begin, endsAt: addMs(begin, HOUR) };
    await rota.schedule('测试老师甲', period.startsAt, period.endsAt);
    await jia.hears(/值班安排有变/);
    const actor = await rota.actorOf('测试老师甲');
    const toStaffId = await rota.idOf('微信老师');
    const asked = {
      id: randomUUID(),
      duty: 'duty' as const,
      fromStaffId: actor.staffId,
      toStaffId,
      ...period,
    };
    expect((await rota.desk.offer(actor, asked)).ok).toBe(true);
    await counsellor.hears(/想请你替班[\s\S]*1\. 接受/);
    counsellor.says('1');
    expect(await counsellor.hears(/好，.* 由你值/)).not.toContain('身份');
    await jia.hears(/微信老师 接受了换班/);

    const student = world.student();
    student.says('我想自杀');
    await student.hearsUntil(/你在哪里/);
    await counsellor.hears(/个案 #1001[\s\S]*1\. 接 #1001/);
    counsellor.says('1');
    await counsellor.hears(/#1001 归你了[\s\S]*你现在换成了值班身份/);
    await student.hears(/接手了/);
    counsellor.says('我是微信上的老师');
    await student.hears(/【值班老师】我是微信上的老师/);
  } finally {
    await world.close();
  }
}, 60_000);

it('a call that WeChat takes no more is told to everybody else at once, and to them where they can hear it', async () => {
  const world = await startWorld({ wechat: { replies: 5 } });
  try {
    const desk = createStaffDesk(world.office);
    const counsellor = world.onWechat();
    const phone = world.student();
    const input = {
      name: '测试老师甲',
      roles: ['counsellor'],
      accounts: [
        { channel: 'wechat', account: counsellor.account, notifier: null },
        { channel: 'telegram', account: String(phone.chatId), notifier: null },
      ],
      onCall: true,
    } as const;
    const added = await desk.add(OPERATOR, input);
    if (!added.ok) throw new Error(added.code);
    counsellor.says(added.value.code ?? '');
    await counsellor.hears(/这个账号已经启用/);
    phone.says(added.value.code ?? '');
    await phone.hears(/这个账号已经启用/);
    const other = await world.responder('测试老师乙');
    await world.visitor().says('我想自杀');
    for (let minute = 0; minute < 8; minute += 1) await world.pass(61_000);
    await other.hearsUntil(/【叫不到人】测试老师甲 在微信上收不到呼叫了/);
    await phone.hearsUntil(/【叫不到人】测试老师甲 在微信上收不到呼叫了/);
    await counsellor.hears(/已等 0 分钟/);
    await counsellor.hears(/已等 2 分钟/);
    // One more answer is kept; the call that waits is stale once they have the case.
    await counsellor.hears(/在你写字之前/);
    counsellor.expectNothingMore();
    counsellor.says('1');
    await counsellor.hears(/个案 #1001 归你了/);
    await other.hearsUntil(/#1001 由 测试老师甲 接手了/);
  } finally {
    await world.close();
  }
}, 60_000);
