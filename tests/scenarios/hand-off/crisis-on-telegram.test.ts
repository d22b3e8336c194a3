import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest';
import { closesCase } from '../../support/close-case.ts';
import { startWorld, type World } from '../../support/world.ts';

const MINUTE = 60_000;
const QUEUES = inject('redisUrl') === null ? (['postgres'] as const) : (['postgres', 'redis'] as const);

describe.each(QUEUES)('a crisis on Telegram, with the queue on %s', (queue) => {
  let world: World;
  beforeEach(async () => {
    world = await startWorld({ queue });
  });
  afterEach(() => world.close());

  it('pages the counsellor on duty, who takes it, answers, and ends it', async () => {
    const counsellor = await world.responder('测试老师甲');
    const student = world.student();
    student.says('我不想活了，今晚就从宿舍楼上跳下去');
    await student.hears(/现在打 120[\s\S]*正在叫值班老师/, /安全、有人的地方/, /你在哪里/);

    const page = await counsellor.hears(/^【值班】个案 #\d+ · 危急 · 已等 0 分钟$/);
    expect(page).not.toMatch(/活|跳|宿舍/);
    counsellor.says('接');
    await counsellor.hears(/归你了/);
    await student.hears(/值班老师接手了/);

    counsellor.says('我是值班的甲老师，你现在在哪里？');
    await student.hears(/【值班老师】我是值班的甲老师/);
    student.says('在宿舍，室友出去了');
    await counsellor.hears(/^#\d+ 同学：在宿舍，室友出去了$/);

    await closesCase(counsellor, '严重');
    await student.hears(/老师先和你说到这里/);
  });

  it('tells a second counsellor who was quicker, and nobody owns it twice', async () => {
    const first = await world.responder('测试老师甲');
    const second = await world.responder('测试老师乙');
    const student = world.student();
    student.says('我想自杀');
    await student.hears(/正在叫值班老师/, /电话都可以打/, /你在哪里/);
    await first.hears(/高危 · 已等 0 分钟/);
    await second.hears(/高危 · 已等 0 分钟/);
    first.taps('接 #1001');
    await first.hears(/归你了/);
    await second.hears(/由 测试老师甲 接手了/);
    second.taps('接 #1001');

    await second.hears(/已由 测试老师甲 接手/);
    await student.hears(/值班老师接手了/);
  });

  it('goes on calling, ever wider, and tells the waiting student the truth', async () => {
    const duty = await world.responder('测试老师甲');
    const head = await world.responder('测试主任', ['centre-head'], false);
    const student = world.student();
    student.says('药已经吞下去了');
    await student.hears(/现在打 120/, /安全、有人/, /你在哪里/);
    await duty.hears(/危急 · 已等 0 分钟/);

    await world.pass(46_000);
    await head.hears(/危急 · 已等 0 分钟/);
    await world.pass(20_000);
    await student.hears(/过了 1 分钟，还没有人接/);
    // Nobody is the leader on duty: the empty step is skipped, and everybody is called.
    await world.pass(45_000);
    await duty.hears(/危急 · 已等 1 分钟/);
    await head.hears(/危急 · 已等 1 分钟/);
    await world.pass(MINUTE);
    await duty.hears(/危急 · 已等 2 分钟/);
    await head.hears(/危急 · 已等 2 分钟/);
    head.says('接');
    await head.hears(/归你了/);
    await student.hears(/值班老师接手了/);
    await duty.hears(/由 测试主任 接手了/);
  });
});
