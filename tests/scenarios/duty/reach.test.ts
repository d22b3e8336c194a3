import { afterEach, describe, expect, it } from 'vitest';
import { createStaffDesk, OPERATOR } from '../../../src/conversation/desks/people/staff-office.ts';
import { startSmtpFake } from '../../fakes/notifiers/smtp-fake.ts';
import { byMail, mailHouse } from '../../support/by-mail.ts';
import { inTalk } from '../../support/in-talk.ts';
import { MINUTE, rotaIn } from '../../support/rota-desk-world.ts';
import { until } from '../../support/until.ts';
import { startWorld, type World } from '../../support/world.ts';

let world: World;
afterEach(() => world.close());

const wechatIs = (state: string): Promise<void> =>
  until(`WeChat to be ${state}`, async () => {
    const query = `select state from xinqiao.part_state where name = 'wechat'`;
    const [row] = await world.database.sql<{ state: string }>(query);
    return row?.state === state;
  });

/** Somebody on duty who has WeChat alone, in a world of theirs. */
async function onDutyByWechat() {
  world = await startWorld({ wechat: { startsChats: true } });
  await rotaIn(world).clearSample();
  const counsellor = world.onWechat();
  const added = await world.addStaff('微信老师', 'wechat', counsellor.account);
  counsellor.says(added.code);
  await counsellor.hears(/这个账号已经启用/);
  await wechatIs('ready');
  await world.pass(1_000);
  return counsellor;
}

const signOut = async (): Promise<void> => {
  await world.settle();
  await world.wechat.logout();
  await wechatIs('degraded');
};

const signIn = async (): Promise<void> => {
  world.wechat.login();
  await wechatIs('ready');
};

describe('somebody on duty whose only channel is away', () => {
  it('counts for nobody, so that the administrator is called; once it is back they count again', async () => {
    const counsellor = await onDutyByWechat();
    const administrator = await world.responder('测试管理员', ['administrator'], false);
    await signOut();
    await world.pass(MINUTE + 1_000);
    await administrator.hears(/【渠道中断】/);
    const student = world.student();
    student.says('我想自杀');
    await student.hears(/目前[^。]*没有能马上接/, /电话/, /你在哪里/);
    await administrator.hears(/#1001[\s\S]*没有/);
    administrator.says('接');
    await administrator.hears(/归你了/);
    await student.hears(/接手了/);
    administrator.says('我在');
    await student.hears(/我在/);
    await world.pass(10_000);
    await signIn();
    // What they were called for is not theirs any more, and was never sent.
    await counsellor.hears(/测试管理员 接手了/);
    // A minute after the page that never came the next one may go.
    await world.pass(MINUTE);
    const second = world.student();
    second.says('我想自杀');
    await second.hears(/正在叫值班老师/, /电话/, /你在哪里/);
    await counsellor.hears(/个案 #1002/);
  }, 90_000);

  it('hears how things are, and not minute by minute how they were', async () => {
    const counsellor = await onDutyByWechat();
    await signOut();
    const student = world.student();
    student.says('药已经吞下去了');
    await student.hearsUntil(/你在哪里/);
    for (let minute = 0; minute < 4; minute += 1) await world.pass(MINUTE + 1_000);
    await signIn();
    await counsellor.hears(/个案 #1001 · 危急 · 已等 4 分钟/);
    await student.hears(/没有能马上接/, /没有能马上接/);
  }, 90_000);
});

describe('a page that is refused for good', () => {
  const calls = async () => {
    const rows = await world.database.sql<{ name: string }>(
      `select m.name from xinqiao.page p join xinqiao.staff_member m on m.id = p.staff_id order by p.at`,
    );
    return rows.map(({ name }) => name);
  };

  it('brings whoever comes next at once, and once', async () => {
    const counsellor = await onDutyByWechat();
    const head = await world.responder('测试主任', ['centre-head'], false);
    const leader = await world.responder('测试管理员', ['administrator'], false);
    world.wechat.person(counsellor.account, { friend: false });
    const student = world.onWechat();
    student.says('我想自杀');
    await student.hears(/正在叫值班老师/);
    await head.hears(/个案 #1001 · 高危 · 已等 0 分钟/);
    await leader.hears(/#1001/);
    const called = await calls();
    await world.pass(2_000);
    expect(await calls()).toEqual(called);
    expect(called.filter((name) => name === '测试主任')).toHaveLength(1);
    head.says('接');
    await head.hears(/归你了/);
    await leader.hears(/测试主任 接手了/);
    await student.hears(/接手了/);
    head.says('我在');
    await student.hears(/我在/);
  }, 90_000);

  it('calls the administrator at once where nobody comes next, and nobody again', async () => {
    world = await startWorld();
    await rotaIn(world).clearSample();
    await world.responder('测试老师甲');
    const administrator = await world.responder('测试管理员', ['administrator'], false);
    world.telegram.fail('sendMessage', { status: 403 }, 1);
    const visitor = world.visitor();
    await visitor.says('我想自杀');
    await administrator.hears(/#1001[\s\S]*没有/);
    const called = await calls();
    await world.pass(2_000);
    expect(await calls()).toEqual(called);
    expect(called.filter((name) => name === '测试管理员')).toHaveLength(1);
  });

  it('changes nothing where somebody else was called, too', async () => {
    world = await startWorld();
    await rotaIn(world).clearSample();
    await world.responder('测试老师甲');
    const other = await world.responder('测试老师乙');
    await world.responder('测试主任', ['centre-head'], false);
    world.telegram.fail('sendMessage', { status: 403 }, 1);
    const visitor = world.visitor();
    await visitor.says('我想自杀');
    await world.settle();
    const [first] = await world.database.sql<{ name: string }>(
      `select m.name from xinqiao.address a join xinqiao.staff_address s on s.address_id = a.id
       join xinqiao.staff_member m on m.id = s.staff_id where not a.reachable`,
    );
    expect(first?.name).toMatch(/测试老师/);
    await world.pass(2_000);
    expect((await calls()).toSorted()).toEqual(['测试老师乙', '测试老师甲'].toSorted());
    if (first?.name === '测试老师甲') await other.hears(/#1001/);
  });
});

it('a case that is handed to somebody whose messenger is away pages them by what is left', async () => {
  const mail = await startSmtpFake();
  try {
    world = await startWorld({ wechat: { startsChats: true }, notifiers: [mailHouse(mail)] });
    const next = await byMail(world, mail, '测试老师戊', ['counsellor']);
    const desk = createStaffDesk(world.office);
    const phone = world.onWechat();
    const accounts = [{ channel: 'wechat', account: phone.account, notifier: null }] as const;
    const added = await desk.addAddress(OPERATOR, { name: '测试老师戊', accounts, onCall: false });
    if (!added.ok) throw new Error(`not added: ${added.code}`);
    phone.says(added.value.code ?? '');
    await phone.hears(/这个账号已经启用/);
    await wechatIs('ready');
    await world.pass(1_000);
    const { counsellor, student } = await inTalk(world);
    await desk.setOnCall(OPERATOR, next.id, true);
    await signOut();
    await world.pass(MINUTE + 1_000);
    counsellor.says('/交班 #1001');
    await counsellor.hears(/#1001 已经交给 测试老师戊/);
    await student.hears(/换了一位值班老师/);
    await next.reads(/个案 #1001 · 高危 · 交给你了，现在由你负责/);
  } finally {
    await mail.close();
  }
}, 90_000);

describe('what a waiting student hears', () => {
  it('counts whoever was told, and nobody whose message is still to come', async () => {
    world = await startWorld();
    const counsellor = await world.responder('测试老师甲');
    const first = world.student();
    first.says('我想自杀');
    await first.hearsUntil(/你在哪里/);
    await counsellor.hears(/个案 #1001/);
    const second = world.student();
    second.says('我想自杀');
    await second.hearsUntil(/你在哪里/);
    second.says('还有人吗');
    await second.hears(/正在叫值班老师，还没有人接/);
    first.says('还有人吗');
    await first.hears(/叫了 1 位老师/);
  });

  it('goes by the policy: who is named in it will come, and whoever it names nowhere will not', async () => {
    const steps = [{ afterSeconds: 0, notify: ['person:测试老师甲'] }];
    world = await startWorld({ escalation: (policy) => ({ ...policy, high: { ...policy.high, steps } }) });
    await rotaIn(world).clearSample();
    await world.responder('测试主任', ['centre-head'], true);
    const nobody = world.student();
    nobody.says('我想自杀');
    await nobody.hears(/没有能马上接/, /电话/, /你在哪里/);
    const counsellor = await world.responder('测试老师甲', ['counsellor'], false);
    const student = world.student();
    student.says('我想自杀');
    await student.hears(/正在叫值班老师/, /电话/, /你在哪里/);
    await counsellor.hears(/个案 #1002/);
    expect((await createStaffDesk(world.office).duty(OPERATOR)).realResponder).toBe(true);
  });
});
