import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startWorld, type World } from '../../support/world.ts';

/** What a student hears first is about what they told. */
describe('the first text', () => {
  let world: World;
  beforeEach(async () => {
    world = await startWorld();
  });
  afterEach(() => world.close());

  it('after an assault blames nobody and asks for no story; the numbers come before it', async () => {
    const counsellor = await world.responder('测试老师甲');
    const student = world.student();
    student.says('昨晚他趁我喝醉和我发生了关系');
    await student.hears(
      /正在叫值班老师/,
      /120[\s\S]*12356[\s\S]*都不是你的错[\s\S]*不用反复讲经过/,
      /你在哪里/,
    );
    await counsellor.hears(/高危 · 已等 0 分钟/);
  });

  it('after a report speaks to the helper', async () => {
    const counsellor = await world.responder('测试老师甲');
    const student = world.student();
    student.says('我室友说她不想活了');
    await student.hears(/正在叫值班老师/, /120[\s\S]*你可以先陪着他\/她/, /他\/她现在在哪里/);
    await counsellor.hears(/个案 #1001/);
  });

  it('after voices that command says that they need not be obeyed', async () => {
    const counsellor = await world.responder('测试老师甲');
    const student = world.student();
    student.says('有个声音一直命令我去伤害别人');
    await student.hears(/正在叫值班老师/, /120[\s\S]*你可以不照做/, /你在哪里/);
    await counsellor.hears(/个案 #1001/);
  });

  it('of too much medicine sends to 120 at once', async () => {
    const counsellor = await world.responder('测试老师甲');
    const student = world.student();
    student.says('我刚吃了一把药，头好晕');
    await student.hears(/现在打 120/, /现在就打 120[\s\S]*不要自己催吐/, /你在哪里/);
    await counsellor.hears(/危急/);
  });

  it('of somebody at the door with a knife sends to 110 first', async () => {
    const counsellor = await world.responder('测试老师甲');
    const student = world.student();
    student.says('他现在拿着刀在我门口');
    const ack = await student.hears(/现在打 110/);
    expect(ack).not.toMatch(/药盒/);
    await student.hears(/躲到能锁门的地方/, /你在哪里/);
    await counsellor.hears(/危急/);
  });

  it('of eating stands on the card of concern, which opens nothing', async () => {
    const student = await world.acquainted();
    student.says('我吃完就去厕所抠嗓子吐掉');
    await student.hears(/吃东西变得这么难[\s\S]*值班老师[\s\S]*12356/);
    expect(student.choices()).toEqual(['找值班老师', '先看看自助']);
    expect(await world.database.sql('select count(*)::int as n from xinqiao.handoff_case')).toEqual([
      { n: 0 },
    ]);
  });

  it('is the same on the web page', async () => {
    const counsellor = await world.responder('测试老师甲');
    const visitor = world.visitor();
    await visitor.says('我爸喝醉了在打我');
    expect(visitor.text()).toMatch(/正在叫值班老师[\s\S]*120[\s\S]*家里人和伴侣也不可以这样[\s\S]*你在哪里/);
    await counsellor.hears(/个案 #1001/);
  });

  it('is there in English', async () => {
    const counsellor = await world.responder('测试老师甲');
    const student = await world.acquainted();
    student.says('english');
    await student.hears(/English from now on/);
    student.says('he is at my door with a knife, please help');
    await student.hears(/call 110 now/, /behind a door that locks/, /Where are you/);
    await counsellor.hears(/个案 #1001/);
  });

  it('is told with a crisis that grows, and not when somebody only presses the button', async () => {
    const student = await world.acquainted();
    student.says('紧急求助');
    const heard = [
      await student.hears(/你做得对/),
      await student.hears(/120/),
      await student.hears(/你在哪里/),
    ];
    expect(heard.join('')).not.toMatch(/安全、有人的地方/);
    student.says('药已经吞下去了');
    await student.hears(/不要等，现在就打 120[\s\S]*不要自己催吐/, /你在哪里/);
  });
});
