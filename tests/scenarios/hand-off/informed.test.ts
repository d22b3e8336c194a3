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

  it('is nothing for a colleague who has nothing to do with the case', async () => {
    await world.addStaff('测试老师丙', 'telegram', '990001');
    const other = await world.signedIn('测试老师丙');
    expect(await other.open(`${path}/informed`)).toBe(404);
  });
});
