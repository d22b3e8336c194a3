import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startWorld, type World } from '../../support/world.ts';

describe('first contact', () => {
  let world: World;
  beforeEach(async () => {
    world = await startWorld();
  });
  afterEach(() => world.close());

  it('says what it is before anything else, and records the yes with its version', async () => {
    const student = world.student();
    student.says('/start');
    const notice = await student.hears(/我是程序，不是真人/);
    expect(notice).toMatch(/不能完全保密/);
    expect(notice).toMatch(/120、110/);
    expect(student.choices()).toEqual(['同意并开始', '紧急求助', '热线']);
    student.says('你好呀');
    await student.hears(/在你点「同意并开始」之前/);
    student.says('１');
    await student.hears(/已经记下/, /想做什么/);
    expect(student.choices()).toEqual([
      '自助',
      '预约',
      '我的预约',
      '活动报名',
      '紧急求助',
      '热线',
      '帮助',
      '退订',
    ]);

    const consents = await world.database.sql('select purpose, version, given from xinqiao.consent');
    expect(consents).toEqual([{ purpose: 'service', version: '2026-11.2', given: true }]);
  });

  it('hears a crisis from somebody who has agreed to nothing', async () => {
    await world.responder('测试老师甲').then(async (counsellor) => {
      const student = world.student();
      student.says('不想活了');
      await student.hears(/正在叫值班老师/, /120/, /你在哪里/);
      await counsellor.hears(/个案 #1001/);
    });
    expect(await world.database.sql('select * from xinqiao.consent')).toEqual([]);
  });

  it('shows the hotlines to whoever types the number of one, before any yes', async () => {
    const student = world.student();
    student.says('/start abc');
    await student.hears(/我是程序，不是真人/);
    for (const typed of ['120', '１１０', '119', '12356', '010 8295 1332']) {
      student.says(typed);
      await student.hears(/12356/);
      expect(student.choices()).toContain('紧急求助');
    }
    student.says('121');
    await student.hears(/在你点「同意并开始」之前/);
  });

  it('lets go of reminders before any yes', async () => {
    const student = world.student();
    student.says('退订');
    await student.hears(/不再给你发活动和提醒/);
    student.says('恢复');
    await student.hears(/已经恢复/);
    student.says('stop');
    await student.hears(/不再给你发活动和提醒/);
    const rows = await world.database.sql('select opted_out_at is not null as "out" from xinqiao.address');
    expect(rows).toContainEqual({ out: true });
  });

  it('takes a consent back at a word, and asks anew', async () => {
    const student = await world.acquainted();
    student.says('预约');
    await student.hears(/打「撤回同意」就行/);
    student.taps('同意');
    await student.hears(/已记下你的同意/, /./);
    student.says('撤回同意');
    await student.hears(/不再同意我们记健康信息/, /./);
    student.says('预约');
    await student.hears(/有一件事要单独问你/);
    const given = await world.database.sql(
      "select given from xinqiao.consent where purpose = 'health-data' order by at",
    );
    expect(given).toEqual([{ given: true }, { given: false }]);
  });

  it('goes on understanding its words while nobody has come yet', async () => {
    const counsellor = await world.responder('测试老师甲');
    const student = await world.acquainted();
    student.says('我想自杀');
    await student.hears(/正在叫值班老师/, /120/, /你在哪里/);
    await counsellor.hears(/个案 #1001/);
    student.says('english');
    await student.hears(/English from now on/);
    student.says('中文');
    await student.hears(/以后说中文/);
    student.says('菜单');
    await student.hears(/想做什么/);
    student.says('帮助');
    await student.hears(/能做这些/);
    student.says('取消');
    await student.hears(/想做什么/);
  });

  it('says what is kept of a message that is too long', async () => {
    const student = await world.acquainted();
    student.says('今天食堂的面不错。'.repeat(450));
    await student.hears(/我是程序，不是真人/, /存了开头和要紧的部分，最多 4000 个字/);
  });

  it('says the same on the web page, where no account is needed', async () => {
    const visitor = world.visitor();
    await visitor.says('你好');
    expect(visitor.text()).toMatch(/我是程序，不是真人/);
    await visitor.taps('同意并开始');
    expect(visitor.text()).toMatch(/想做什么，点一个就好/);
    await visitor.open('/');
    expect(visitor.text()).toMatch(/想做什么，点一个就好/);
  });

  it('shows hotlines, help and the way out, and goes on listening after 退订', async () => {
    const counsellor = await world.responder('测试老师甲');
    const student = await world.acquainted();
    student.says('热线');
    await student.hears(/12356/);
    student.says('/help');
    await student.hears(/能做这些/);
    student.says(String(student.choices().indexOf('退订') + 1));
    await student.hears(/不再给你发活动/);
    student.taps('退订');
    await student.hears(/已经退订/);
    student.says('我真的不想活了');
    await student.hears(/正在叫值班老师/, /120/, /你在哪里/);
    await counsellor.hears(/个案 #1001/);
  });

  it('answers words that nothing takes up honestly, with a person and numbers at hand', async () => {
    const student = await world.acquainted();
    student.says('今天食堂的面不错');
    await student.hears(/我是程序，不是真人/);
    student.says('98');
    await student.hears(/没认出是哪一项/);
  });

  it('offers a person where there is concern, opens nothing, and leaves it for the daily review', async () => {
    const counsellor = await world.responder('测试老师甲');
    const student = await world.acquainted();
    student.says('我高中的时候想过自杀');
    await student.hears(/听起来你最近很不容易/);
    expect(student.choices()).toEqual(['找值班老师', '先看看自助']);
    const reviews = await world.database.sql('select reason from xinqiao.review_item');
    expect(reviews).toEqual([{ reason: 'concern' }]);
    student.taps('找值班老师');
    await student.hears(/收到，你做得对/, /120/, /你在哪里/);
    await counsellor.hears(/个案 #1001 · 高危/);
  });

  it('keeps what it cannot read, asks for typing, and finds a crisis in a caption and in an edit', async () => {
    const counsellor = await world.responder('测试老师甲');
    const student = await world.acquainted();
    world.telegram.userSendsVoice(student.chatId);
    await student.hears(/我听不懂语音，请打字，或点紧急求助/);
    expect(await world.database.sql('select reason from xinqiao.review_item')).toEqual([
      { reason: 'unscreenable' },
    ]);
    world.telegram.userSendsPhoto(student.chatId, '我已经割腕了');
    await student.hears(/现在打 120/, /安全/, /你在哪里/);
    await counsellor.hears(/危急/);
  });
});
