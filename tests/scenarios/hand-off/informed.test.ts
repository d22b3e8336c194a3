import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inTalk } from '../../support/in-talk.ts';
import type { TelegramPerson } from '../../support/telegram-person.ts';
import type { Visitor } from '../../support/visitor.ts';
import { startWorld, type World } from '../../support/world.ts';

describe('who was informed, while it is going on', () => {
  let world: World;
  let counsellor: TelegramPerson;
  let office: Visitor;
  let path: string;
  let row: Record<string, string>;
  beforeAll(async () => {
    world = await startWorld();
    ({ counsellor } = await inTalk(world));
    const [one] = await world.database.sql<{ id: string }>('select id from xinqiao.handoff_case');
    const [me] = await world.database.sql<{ id: string }>(
      `select id from xinqiao.staff_member where name = '测试老师甲'`,
    );
    path = `/console/cases/${one?.id}`;
    row = { 'party-0': 'family', 'at-0': '2026-01-02T10:00', 'by-0': me?.id ?? '', 'detail-0': '妈妈，电话' };
    office = await world.signedIn('测试老师甲');
    await counsellor.hears(/登录链接/);
  });
  afterAll(() => world.close());

  const rows = () => world.database.sql('select party, ground from xinqiao.informed_party');

  it('is noted with ground and time, once, and never sent anywhere by the program', async () => {
    await office.open(path);
    expect(office.text()).toContain('告知记录');
    await office.open(`${path}/informed`);
    expect(office.text()).toContain('程序不会替你告知');
    expect(await office.press({ action: `${path}/informed` }, row)).toBe(422);
    expect(office.text()).toContain('依据：还没有选');
    expect(office.html()).toContain('妈妈，电话');
    const later = { ...row, 'ground-0': 'life', 'at-0': '2199-01-02T10:00' };
    expect(await office.press({ action: `${path}/informed` }, later)).toBe(422);
    expect(office.text()).toContain('不能晚于现在');
    await office.press({ action: `${path}/informed` }, { ...row, 'ground-0': 'life' });
    expect(office.text()).toMatch(
      /家长 1月2日 10:00，由 测试老师甲 告知；依据：紧急情况下保护生命健康.*妈妈，电话/,
    );
    await office.pressAgain();
    expect(await rows()).toEqual([{ party: 'family', ground: 'life' }]);
    await office.open(path);
    expect(office.text()).toContain('记下告知了谁');
    expect(world.logged.join('\n')).not.toContain('妈妈');
  });

  it('stands in the report of a case that is still open, and in the steps that end it', async () => {
    await office.open(`${path}/report`);
    expect(office.text()).toMatch(/家长[\s\S]*由 测试老师甲 告知/);
    await office.open(`${path}/close`);
    expect(office.text()).toMatch(/家长 1月2日[\s\S]*没有再告知别人/);
    counsellor.says('/结案');
    await counsellor.hears(/结果是哪一种/);
    counsellor.taps('一般');
    await counsellor.hears(/已告知家长[\s\S]*程序不会替你告知任何人/);
    counsellor.taps('没有别人了');
    await counsellor.hears(/由谁负责回访/);
    counsellor.taps('我自己');
    await counsellor.hears(/请核对 #1001[\s\S]*已告知家长/);
    counsellor.taps('先不结案');
    await counsellor.hears(/继续/);
  });

  it('is noted in the messenger step by step, once, in the same record', async () => {
    counsellor.says('/告知');
    await counsellor.hears(/已告知家长[\s\S]*#1001：你告知了谁？程序不会替你告知任何人/);
    expect(counsellor.choices()).toEqual([
      '学院学工负责人',
      '中心主任',
      '家长',
      '医院',
      '110／120',
      '保卫处',
      '其他',
      '不用了',
    ]);
    counsellor.taps('保卫处');
    await counsellor.hears(/#1001 告知保卫处，依据是什么/);
    counsellor.taps('可能严重伤害自己或他人（伦理守则3.2）');
    await counsellor.hears(/#1001 什么时候告知保卫处的/);
    const half = counsellor.choices().find((label) => label.startsWith('30 分钟前')) ?? '';
    counsellor.taps(half);
    await counsellor.hears(/记下了，在 #1001 的告知记录里：\n· 已告知保卫处/);
    counsellor.taps(half);
    await counsellor.hears(/已经在 #1001 的告知记录里，没有再记/);
    expect(await rows()).toEqual([
      { party: 'family', ground: 'life' },
      { party: 'security', ground: 'danger' },
    ]);
    const [audited] = await world.database.sql<{ n: number }>(
      `select count(*)::int as n from xinqiao.audit_entry where action = 'case.inform' and allowed`,
    );
    expect(audited?.n).toBeGreaterThan(3);
  });

  it('takes whom, and what was said, by words that no student hears; what is begun may be left', async () => {
    counsellor.says('告知 #1001 妈妈，让她先过来');
    await counsellor.hears(/#1001 告知家长，依据是什么/);
    counsellor.taps('本人同意');
    await counsellor.hears(/什么时候告知家长的/);
    counsellor.taps(counsellor.choices().find((label) => label.startsWith('刚才')) ?? '');
    await counsellor.hears(/已告知家长[\s\S]*本人同意\n说明：妈妈，让她先过来/);
    counsellor.says('/告知 其他');
    await counsellor.hears(/告知了谁、说了什么？请写一句/);
    counsellor.says('辅导员小王');
    await counsellor.hears(/告知其他，依据是什么/);
    counsellor.taps('不用了');
    await counsellor.hears(/没有记下/);
    counsellor.says('#1002 /告知 家长');
    await counsellor.hears(/你手上没有 #1002/);
    expect(await rows()).toHaveLength(3);
    await office.open(`${path}/informed`);
    expect(office.text()).toMatch(/保卫处[\s\S]*妈妈，让她先过来/);
    expect(world.logged.join('\n')).not.toMatch(/妈妈|小王/);
  });

  it('is nothing for a colleague who has nothing to do with the case', async () => {
    await world.addStaff('测试老师丙', 'telegram', '990001');
    const other = await world.signedIn('测试老师丙');
    expect(await other.open(`${path}/informed`)).toBe(404);
    const passer = await world.responder('测试老师丁', ['counsellor'], false);
    passer.says('/告知 #1001 家长');
    await passer.hears(/你手上没有 #1001，什么也没有做/);
    expect(await rows()).toHaveLength(3);
  });
});
