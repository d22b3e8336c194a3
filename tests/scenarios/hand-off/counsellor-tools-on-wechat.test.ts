import { expect, it } from 'vitest';
import { createStaffDesk, OPERATOR } from '../../../src/conversation/desks/people/staff-office.ts';
import type { WechatPerson } from '../../support/wechat-person.ts';
import { startWorld, type World } from '../../support/world.ts';

async function counsellorOnWechat(world: World, name: string, onCall: boolean): Promise<WechatPerson> {
  const person = world.onWechat();
  const account = { channel: 'wechat', account: person.account, notifier: null } as const;
  const input = { name, roles: ['counsellor'], accounts: [account], onCall };
  const added = await createStaffDesk(world.office).add(OPERATOR, input);
  if (!added.ok) throw new Error(added.code);
  person.says(added.value.code ?? '');
  await person.hears(/这个账号已经启用/);
  return person;
}

it('on WeChat every tool is a numbered list, and words do the same', async () => {
  const world = await startWorld({ wechat: { startsChats: true } });
  try {
    const counsellor = await counsellorOnWechat(world, '测试老师甲', true);
    const student = world.onWechat();
    const pick = (label: string): void => counsellor.says(counsellor.numberOf(label));
    student.says('我想自杀');
    await student.hearsUntil(/你在哪里|正在叫/);
    await counsellor.hearsUntil(/#1001/);
    counsellor.says('接');
    await counsellor.hears(/归你了[\s\S]*转接[\s\S]*C-SSRS 筛查[\s\S]*热线卡/);
    await student.hearsUntil(/接手了/);
    pick('备注');
    await counsellor.hears(/下一条你写的话记作 #1001 的备注/);
    counsellor.says('妈妈还不知道');
    await counsellor.hears(/已记作 #1001 的备注，没有发给同学/);
    counsellor.says('／备注 也不要告诉爸爸');
    await counsellor.hears(/已记作 #1001 的备注/);
    counsellor.says('告知＃1001 妈妈，电话');
    await counsellor.hears(/告知家长，依据是什么[\s\S]*1\. 本人同意/);
    pick('本人同意');
    await counsellor.hears(/什么时候告知家长的/);
    counsellor.says('1');
    await counsellor.hears(/记下了，在 #1001 的告知记录里[\s\S]*说明：妈妈，电话/);
    counsellor.says('、不认识的');
    await counsellor.hears(/不认识这个命令，没有发给同学/);
    counsellor.says('我在');
    await student.hears(/【值班老师】我在/);

    counsellor.says('/筛查');
    await counsellor.hears(/第 1 问/);
    pick('有');
    await counsellor.hears(/第 2 问/);
    pick('没有');
    await counsellor.hears(/第 6 问/);
    pick('有，更早');
    await counsellor.hears(/规则：中/);

    counsellor.says('/安全计划 1 整夜睡不着');
    await counsellor.hears(/第 1 版，草稿/);
    pick('发给同学');
    await counsellor.hears(/第 1 版安全计划给同学了/);
    await student.hears(/你的安全计划：\n1\. 快要难受起来的苗头：整夜睡不着/);
    student.says('安全计划');
    await counsellor.hears(/同学：安全计划/);
    await student.hears(/你的安全计划/);

    counsellor.says('/常用语');
    await counsellor.hears(/先看，再发/);
    pick('问在哪里');
    await counsellor.hears(/还没有发/);
    pick('就这样发');
    await counsellor.hears(/已发给 #1001/);
    await student.hears(/你现在在哪里/);

    const second = await counsellorOnWechat(world, '测试老师乙', false);
    counsellor.says('/邀请');
    await counsellor.hears(/请谁一起/);
    pick('测试老师乙');
    await counsellor.hears(/已经邀请 测试老师乙[\s\S]*1\. 收回/);
    await second.hears(/请你一起和个案 #1001/);
    counsellor.says('1');
    await counsellor.hears(/收回了，不用 测试老师乙 回答/);
    await second.hears(/不用再回答/);
    counsellor.says('/邀请 测试老师乙');
    await counsellor.hears(/已经邀请 测试老师乙/);
    await second.hears(/请你一起和个案 #1001/);
    second.says(second.numberOf('加入'));
    await second.hears(/你加入了 #1001/);
    await counsellor.hears(/测试老师乙 加入了/);
    await student.hears(/又来了一位老师/);
    second.says('我也在');
    await student.hears(/【第2位老师】我也在/);
    await counsellor.hears(/测试老师乙 对同学说：我也在/);
    expect(world.logged.join('\n')).not.toMatch(/整夜睡不着|妈妈|爸爸/);
    counsellor.says('#１００１ /结案');
    await counsellor.hears(/^结案 #1001[\s\S]*先不结案/);
  } finally {
    await world.close();
  }
}, 120_000);

it('on WeChat a student confirms the time that is held by its number', async () => {
  const world = await startWorld({ wechat: { startsChats: true } });
  try {
    const counsellor = await counsellorOnWechat(world, '测试老师甲', true);
    const student = world.onWechat();
    await world.database.sql('delete from xinqiao.availability_rule');
    await world.database.sql(`
      insert into xinqiao.room (id, name, sample) values ('00000000-0000-4000-8000-0000000000aa', '测试谈话室', false)`);
    await world.database.sql(`
      insert into xinqiao.availability_rule
        (id, staff_id, room_id, weekday, from_minute, to_minute, session_minutes, valid_from, valid_to, sample)
      select gen_random_uuid(), (select id from xinqiao.staff_member where name = '测试老师甲'),
        '00000000-0000-4000-8000-0000000000aa', day, 480, 1320, 60, '2020-01-01', null, false
      from generate_series(1, 7) as day`);
    student.says('我想自杀');
    await student.hearsUntil(/你在哪里|正在叫/);
    await counsellor.hearsUntil(/#1001/);
    counsellor.says('接');
    await counsellor.hears(/归你了/);
    await student.hearsUntil(/接手了/);
    counsellor.says('/时段');
    await counsellor.hears(/留哪个时间/);
    counsellor.says('1');
    await counsellor.hears(/替同学留到/);
    await student.hears(/替你留了一个面谈时间/);
    student.says(student.numberOf('同意并确认'));
    await student.hears(/约好了/);
    await counsellor.hears(/同学：1$/, /确认了面谈时间/);
  } finally {
    await world.close();
  }
}, 120_000);
