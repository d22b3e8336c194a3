import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addMember } from '../../support/campaign-world.ts';
import { booksTomorrow, passUntil, seesVisitors } from '../../support/session-world.ts';
import { startWorld, type World } from '../../support/world.ts';

const LIST = '/console/referral-places';
const FORM = `${LIST}/place`;
const WHOLE = {
  name: '测试第一医院',
  outside: 'yes',
  department: '心身医学科',
  phone: '010-5550 1234 转 6',
  source: '2026 年医校协同协议',
};

describe('places to refer to', () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld();
    await addMember(world, '测试主任', 'centre-head');
    await addMember(world, '测试管理员', 'administrator');
    await addMember(world, '测试咨询师', 'counsellor');
    await addMember(world, '测试前台', 'staff');
  });
  afterAll(() => world.close());

  it('begin with the file, are kept in the console, and are what a counsellor chooses from', async () => {
    const head = await world.signedIn('测试主任');
    await head.open(LIST);
    expect(head.text()).toMatch(/校医院 校内.*示例，还没有核对/);
    await head.open(FORM);
    expect(await head.press({ action: FORM }, { ...WHOLE, name: '校医院', phone: '问前台' })).toBe(422);
    expect(head.text()).toMatch(/没有保存，有 2 处要改/);
    expect(head.text()).toMatch(/名单里已经有这个名称.*电话只写数字/);
    expect(head.html()).toContain('2026 年医校协同协议');
    expect(await head.press({ action: FORM }, WHOLE)).toBe(200);
    expect(head.text()).toMatch(/测试第一医院 校外，要审批 · 心身医学科/);

    // Two at once: the second is told, and loses nothing.
    const other = await world.signedIn('测试管理员');
    await other.open(`${FORM}?name=${encodeURIComponent('校医院')}`);
    await head.open(`${FORM}?name=${encodeURIComponent('测试第一医院')}`);
    await head.press({ action: FORM }, { ...WHOLE, phone: '120' });
    const typed = { name: '校医院', outside: 'no', department: '门诊二楼', phone: '', source: '中心核对' };
    expect(await other.press({ action: FORM }, typed)).toBe(409);
    expect(other.html()).toContain('门诊二楼');
    expect(await other.press({ action: FORM }, typed)).toBe(200);
    expect(other.text()).toMatch(/校医院 校内 · 门诊二楼 资料/);
    await other.open(LIST);
    await other.press({ action: `${LIST}/switch`, label: '停用' });
    expect(other.text()).toMatch(/校医院 校内 · 门诊二楼 · 已停用/);

    await seesVisitors(world, '测试咨询师');
    const student = world.visitor();
    await student.says('你好');
    const session = await booksTomorrow(world, '测试咨询师');
    await passUntil(world, session, 61);
    const own = await world.signedIn('测试咨询师');
    const path = `/console/sessions/${session.id}`;
    await own.open(path);
    await own.press({ action: `${path}/attendance`, label: '到了' });
    expect(own.html()).toContain('<option value="测试第一医院">');
    expect(own.html()).not.toContain('<option value="校医院">');
    const versions = await world.database.sql(
      `select from xinqiao.override where area = 'referral-places' and staff_id is not null`,
    );
    expect(versions).toHaveLength(4);
  });

  it('are not there for anybody else', async () => {
    for (const name of ['测试咨询师', '测试前台']) {
      const browser = await world.signedIn(name);
      expect(await browser.open(LIST)).toBe(404);
      expect(await browser.open(FORM)).toBe(404);
    }
  });
});
