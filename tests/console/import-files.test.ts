import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { encodeGbk } from '../support/encode-gbk.ts';
import { signedInAs } from '../support/first-visit-story.ts';
import type { Visitor } from '../support/visitor.ts';
import { startWorld, type World } from '../support/world.ts';

const IMPORT = '/console/availability/import';
const ROSTER = '/console/roster';
const utf8 = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);
const utf16 = (text: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(Buffer.from(`\uFEFF${text}`, 'utf16le'));
const WORKBOOK = Uint8Array.of(0x50, 0x4b, 0x03, 0x04, 0x14, 0x00, 0xff, 0xfe, 0x22);

describe('files that are imported in the console', () => {
  let world: World;
  let admin: Visitor;
  let desk: Visitor;
  beforeAll(async () => {
    world = await startWorld();
    await world.database.sql('delete from xinqiao.availability_rule');
    admin = await signedInAs(world, '测试管理员', 'administrator');
    desk = await signedInAs(world, '测试预约台', 'staff');
  });
  afterAll(() => world.close());

  const checkRoster = async (bytes: Uint8Array<ArrayBuffer>): Promise<number> => {
    await admin.open(ROSTER);
    return admin.upload({ action: ROSTER, label: '先检查' }, bytes);
  };
  const checkTable = async (table: string, bytes: Uint8Array<ArrayBuffer>, who = admin): Promise<number> => {
    await who.open(IMPORT);
    return who.upload({ action: IMPORT, label: '先检查' }, bytes, { table });
  };
  const doImport = async (
    action: string,
    label: RegExp | string,
    text: string,
    table = '',
  ): Promise<number> => {
    const found = new RegExp(label).exec(admin.text())?.[0] ?? '';
    return admin.press({ action, label: found }, { text, ...(table === '' ? {} : { table }) });
  };
  const count = async (table: string): Promise<number> => {
    const [row] = await world.database.sql<{ count: number }>(`select count(*)::int from xinqiao.${table}`);
    return row?.count ?? -1;
  };

  it('reads a roster in GBK, UTF-8 with its mark, and UTF-16, with either line end', async () => {
    const table = '学号,姓名,邮箱\r\n20260001,测试同学甲,\r\n20260002,测试同学乙,b@campus.example\r\n';
    for (const bytes of [
      encodeGbk(table),
      utf8(`\uFEFF${table}`),
      utf16(table),
      utf8(table.replaceAll('\r', '')),
    ]) {
      expect(await checkRoster(bytes)).toBe(200);
      expect(admin.text()).toMatch(/会新增 2 人，更新 0 人/);
    }
    expect(await count('roster_entry')).toBe(0);
    expect(await doImport(ROSTER, '导入(?= )', table)).toBe(200);
    expect(await admin.pressAgain()).toBe(200);
    expect(admin.text()).toMatch(/新增 0 人，更新 2 人/);
    expect(await count('roster_entry')).toBe(2);
  });

  it('names every fault of a roster, keeps what was chosen, and brings in nobody', async () => {
    const table = '学号,姓名\r\n20260011,测试同学丙\r\n２０２６-００１１,测试同学丁\r\n1,\r\n';
    expect(await checkRoster(encodeGbk(table))).toBe(422);
    expect(admin.text()).toMatch(/第 3 行第 1 列：这个学号前面已经有了（第 2 行）/);
    expect(admin.text()).toMatch(/第 4 行第 1 列：学号.*第 4 行第 2 列：姓名/);
    expect(admin.text()).toContain('测试同学丙');
    for (const [bytes, says] of [
      [utf8('学号\r\n20260011\r\n'), /第 1 行第 1 列：第一行缺少这一列（姓名）/],
      [utf8('学号,姓名\r\n'), /里面没有人/],
      [utf8('\uFEFF'), /还没有选，也没有贴内容/],
      [WORKBOOK, /这是 Excel 工作簿/],
    ] as const) {
      expect(await checkRoster(bytes)).toBe(422);
      expect(admin.text()).toMatch(says);
    }
    expect(await count('roster_entry')).toBe(2);
  });

  it('brings in counsellors who say much of themselves, all or none, and twice is once', async () => {
    const words = '我陪学生谈睡眠、情绪和人际。'.repeat(30);
    const rows = Array.from({ length: 60 }, (_, index) => `测试导入${index + 1},女,是,${words}`);
    const table = `姓名,性别,线上,简介\r\n${rows.join('\r\n')}\r\n`;
    const broken = table.replace('测试导入60,女', '测试导入60,都行');
    expect(await checkTable('counsellors', encodeGbk(broken))).toBe(422);
    expect(admin.text()).toMatch(/一条也没有导入：有 1 处要改。 第 61 行第 2 列：要写 女、男/);
    const before = await count('staff_member');
    expect(await checkTable('counsellors', encodeGbk(table))).toBe(200);
    expect(admin.text()).toMatch(/新的 60 条，已有的 0 条/);
    expect(await count('staff_member')).toBe(before);
    expect(await doImport(IMPORT, '导入这 60 条', table, 'counsellors')).toBe(200);
    expect(await count('staff_member')).toBe(before + 60);
    await admin.pressAgain();
    expect(await count('staff_member')).toBe(before + 60);
    expect(await checkTable('counsellors', utf16(table))).toBe(200);
    expect(admin.text()).toMatch(/新的 0 条，已有的 60 条/);
  });

  it('opens hours once, also where the form is sent twice at the same moment', async () => {
    const table = '姓名,星期,从,到,每次分钟,方式\r\n测试导入1,周一,09:00,12:00,50,线上\r\n';
    expect(await checkTable('availability', utf8(table))).toBe(200);
    expect(admin.text()).toMatch(/新的 1 条，已有的 0 条/);
    expect(await count('availability_rule')).toBe(0);
    await doImport(IMPORT, '导入这 1 条', table, 'availability');
    const other = table.replace('周一', '周二');
    await checkTable('availability', utf8(other));
    await Promise.all([
      doImport(IMPORT, '导入这 1 条', other, 'availability'),
      admin.pressAgain(),
      admin.pressAgain(),
    ]);
    expect(await count('availability_rule')).toBe(2);
    for (const [bytes, says] of [
      [utf8('姓名,星期\r\n测试导入1,周一\r\n'), /第 1 行第 1 列：第一行里缺这一列（写的是“从”）/],
      [utf8('姓名,星期,从,到,每次分钟\r\n'), /第 2 行第 1 列：没有内容/],
      [WORKBOOK, /这是 Excel 工作簿/],
    ] as const) {
      expect(await checkTable('availability', bytes)).toBe(422);
      expect(admin.text()).toMatch(says);
    }
  });

  it('lets the booking desk bring in hours and no new people', async () => {
    expect(await checkTable('counsellors', utf8('姓名\r\n测试新来的\r\n'), desk)).toBe(422);
    expect(desk.text()).toMatch(/第 2 行第 1 列：没有这个名字/);
  });

  it('picks no workbook as a rota either', async () => {
    const head = await signedInAs(world, '测试值班长', 'centre-head');
    if ((await head.open('/console/duty/import')) !== 200) throw new Error('the head may not import');
    expect(await head.upload({ action: '/console/duty/import', label: '先检查' }, WORKBOOK)).toBe(422);
    expect(head.text()).toMatch(/这是 Excel 工作簿/);
  });
});
