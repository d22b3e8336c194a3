import { afterEach, describe, expect, it } from 'vitest';
import { addMs } from '../../../src/core/clock.ts';
import { type EscalationPolicy, escalationPolicySchema } from '../../../src/handoff/policy.ts';
import { HOUR, MINUTE, rotaIn } from '../../support/rota-desk-world.ts';
import { startWorld, type World, type WorldOptions } from '../../support/world.ts';

const SECOND = 1_000;

describe('who is called, and how', () => {
  let world: World;
  const start = async (options: WorldOptions = {}): Promise<void> => {
    world = await startWorld(options);
  };
  afterEach(() => world.close());

  it('a college has its own steps, as soon as the case knows its college', async () => {
    const own = {
      steps: [{ afterSeconds: 0, notify: ['person:测试老师甲'] }],
      repeatSeconds: 60,
      firstWordsSeconds: 60,
    };
    await start({
      escalation: (policy): EscalationPolicy =>
        escalationPolicySchema.parse({
          ...policy,
          policies: [{ name: 'medicine', colleges: ['医学院'], high: own }],
        }),
    });
    const named = await world.responder('测试老师甲', ['counsellor'], false);
    const duty = await world.responder('测试老师乙');
    await world.visitor().says('我想自杀');
    await duty.hears(/#1001/);
    await world.settle();
    await world.database.sql(
      "update xinqiao.handoff_case set college = '医学院', step = 0, wake_at = xinqiao.app_now()",
    );
    await named.hears(/个案 #1001/);
    await world.pass(61 * SECOND);
    await named.hears(/个案 #1001 · 高危 · 已等 1 分钟/);
  });

  it('sixty on duty are all told of one case, and of who has it, each once', async () => {
    await start();
    const duty = [];
    for (let index = 1; index <= 60; index += 1) duty.push(await world.responder(`测试老师${index}`));
    const student = await world.anybody('telegram');
    await student.says('我想自杀');
    await student.hears(/正在叫值班老师/, /120/, /你在哪里/);
    for (const one of duty) await one.hears(/个案 #1001 · 高危 · 已等 0 分钟/);
    const [first, ...others] = duty;
    first?.says('接');
    await first?.hears(/归你了/);
    await student.hears(/接手了/);
    for (const one of others) await one.hears(/#1001.*测试老师1/);
  });

  it('an imminent case does not wait behind an ordinary page', async () => {
    await start();
    const counsellor = await world.responder('测试老师甲');
    await world.visitor().says('我想自杀');
    await counsellor.hears(/个案 #1001 · 高危/);
    await world.visitor().says('我想自杀');
    await world.visitor().says('药已经吞下去了');
    expect(await counsellor.hears(/3 个在等/)).toMatch(/#1003 · 危急[\s\S]*#1001 · 高危[\s\S]*#1002 · 高危/);
    await world.visitor().says('药已经吞下去了');
    await world.pass(59 * SECOND);
    await world.pass(2 * SECOND);
    await counsellor.hears(/4 个在等|新的网页来访/);
  });

  it('whoever went off call within the minute is not called, and whoever came on is, at once', async () => {
    await start();
    const rota = rotaIn(world);
    await rota.clearSample();
    const jia = await world.responder('测试老师甲', ['counsellor'], false);
    const yi = await world.responder('测试老师乙', ['counsellor'], false);
    const begin = await rota.soon();
    await rota.schedule('测试老师甲', begin, addMs(begin, HOUR));
    await rota.schedule('测试老师乙', addMs(begin, HOUR), addMs(begin, 9 * HOUR));
    await jia.hears(/值班安排有变/);
    await yi.hears(/值班安排有变/);
    const now = await world.office.transactions.read((stores) => stores.now());
    await world.pass(begin.getTime() + HOUR - 30 * SECOND - now.getTime());
    await world.visitor().says('我想自杀');
    await jia.hears(/#1001/);
    await world.visitor().says('我想自杀');
    await world.settle();
    await world.pass(MINUTE);
    expect(await yi.hears(/2 个在等/)).toMatch(/#1001[\s\S]*#1002/);
  });

  it('what is wrong with one page keeps no other one waiting that is due at the same time', async () => {
    await start();
    const broken = await world.responder('测试老师甲');
    const well = [];
    for (const name of ['乙', '丙', '丁', '戊', '己']) well.push(await world.responder(`测试老师${name}`));
    await world.visitor().says('我想自杀');
    for (const one of [broken, ...well]) await one.hears(/个案 #1001/);
    await world.visitor().says('我想自杀');
    await world.settle();
    const { sql } = world.database;
    await sql(`create function xinqiao.refuse() returns trigger language plpgsql as $$ begin
      if new.dedupe_key like 'page:%' and new.address_id in (select a.address_id from xinqiao.staff_address a
        join xinqiao.staff_member s on s.id = a.staff_id where s.name = '测试老师甲') then
        raise exception 'refused'; end if; return new; end $$`);
    await sql(
      'create trigger refuse before insert on xinqiao.outgoing for each row execute function xinqiao.refuse()',
    );
    // The longest due: it stands at the head of every company.
    await sql(`update xinqiao.digest set due_at = due_at - interval '1 second' where staff_id in
      (select id from xinqiao.staff_member where name = '测试老师甲')`);
    await world.database.advance(61 * SECOND);
    for (const one of well) expect(await one.hears(/2 个在等/)).not.toMatch(/可能重复/);
    await sql('drop trigger refuse on xinqiao.outgoing');
    await broken.hears(/2 个在等/);
  });

  it('when the books of pages fail people are called all the same, marked as maybe repeated', async () => {
    await start();
    const counsellor = await world.responder('测试老师甲');
    await world.database.sql('alter table xinqiao.digest rename to digest_broken');
    const student = world.student();
    student.says('我想自杀');
    await student.hears(/正在叫/, /120/, /你在哪里/);
    await counsellor.hears(/^（可能重复）【值班】个案 #\d+ · 高危/);
    await world.database.sql('alter table xinqiao.digest_broken rename to digest');
    counsellor.taps(counsellor.choices()[0] ?? '');
    await counsellor.hears(/归你了/);
    await student.hears(/接手了/);
    counsellor.says('我在');
    await student.hears(/我在/);
  });

  it('when reminding fails the owner is told all the same, once', async () => {
    await start();
    const counsellor = await world.responder('测试老师甲');
    const student = world.student();
    student.says('我想自杀');
    await student.hearsUntil(/你在哪里/);
    await counsellor.hears(/#1001/);
    counsellor.says('接');
    await counsellor.hears(/归你了/);
    await student.hears(/接手了/);
    counsellor.says('我在');
    await student.hears(/我在/);
    student.says('我在宿舍，一个人');
    await counsellor.hears(/同学：我在宿舍/);
    await world.settle();
    // As a row that the database refuses.
    await world.database.sql(
      `alter table xinqiao.case_event add constraint broken check (kind <> 'reminded') not valid`,
    );
    await world.database.advance(121 * SECOND);
    await counsellor.hears(/^（可能重复）【值班】.*#1001[\s\S]*2 分钟/);
    await world.settle();
    await world.pass(30 * SECOND);
  });

  it('a counsellor on WeChat says by words and numbers where they are', async () => {
    // Short, so that no leap of the clock makes the other channel look dead.
    await start({
      wechat: { startsChats: true },
      escalation: (policy) => ({ ...policy, silentStudentSeconds: 10 }),
    });
    const counsellor = world.onWechat();
    const { code } = await world.addStaff('测试老师甲', 'wechat', counsellor.account);
    counsellor.says(code);
    await counsellor.hears(/这个账号已经启用/);
    const student = world.onWechat();
    student.says('药已经吞下去了');
    await student.hears(/120/);
    await counsellor.hears(/个案 #1001/);
    counsellor.says('接');
    await counsellor.hears(/归你了/);
    await student.hears(/接手了/);
    counsellor.says(counsellor.numberOf('在路上'));
    await counsellor.hears(/记下了：#1001 在路上/);
    counsellor.says('我马上到');
    await student.hears(/我马上到/);
    await world.settle();
    await world.pass(11 * SECOND);
    await counsellor.hears(/#1001 同学 1 分钟没有回话/);
    counsellor.says('有人到场');
    await counsellor.hears(/记下了：#1001 有人到场/);
    await world.pass(12 * SECOND);
    student.says('谢谢老师');
    await counsellor.hears(/谢谢老师/);
    counsellor.says('#1001 通话中');
    await counsellor.hears(/记下了：#1001 通话中/);
  });
});
