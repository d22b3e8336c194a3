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

  it('names the columns that it does not know, and imports the others', async () => {
    expect(await checkRoster(utf8('学号,姓名,宿舍,手机号码\n20260009,测试同学壬,3栋,13800000000\n'))).toBe(
      200,
    );
    expect(admin.text()).toContain('第 1 行第 3 列“宿舍”：不认识这一列，不会导入。');
    expect(admin.text()).toMatch(
      /第 4 列“手机号码”：不认识这一列，不会导入。是“电话”的话，把列名改成“电话”再检查一次/,
    );
    expect(admin.text()).toMatch(/会新增 1 人，更新 0 人/);
    expect(await checkTable('counsellors', utf8('姓名,工资\n测试老师壬,1\n'))).toBe(200);
    expect(admin.text()).toMatch(/“工资”：不认识这一列，不会导入。[\s\S]*可以导入：新的 1 条/);
    // A fault and a slip in a column that is needed: both are said.
    expect(
      await checkTable('availability', utf8('姓名,星期,从,到,每次份钟\n没有这个人,周一,9:00,10:00,50\n')),
    ).toBe(422);
    expect(admin.text()).toMatch(/“每次份钟”：不认识这一列，不会导入。是“每次分钟”的话/);
    await admin.open('/console/duty/import');
    const shift = '姓名,值班类型,开始,结束,替代\n测试管理员,值班,2099-11-23 08:00,2099-11-23 20:00,\n';
    expect(await admin.upload({ action: '/console/duty/import', label: '先检查' }, utf8(shift))).toBe(200);
    expect(admin.text()).toMatch(/第 5 列“替代”：不认识这一列，不会导入。是“代替”的话[\s\S]*会添加 1 班/);
    expect(await count('roster_entry')).toBe(0);
  });

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
    expect(admin.text()).toMatch(/新的 0 条，已有的 60 条，其中 0 条有改动/);
  });

  it('changes of a counsellor only what the table has a column for, and says before what that is', async () => {
    const profile = async () =>
      (
        await world.database.sql(
          `select gender, languages, topics, online, online_address, introduction, daily_cap, weekly_cap
             from xinqiao.counsellor_profiles as p join xinqiao.staff_member as s on s.id = p.staff_id
            where s.name = '测试整表'`,
        )
      )[0];
    const full =
      '姓名,性别,语言,擅长,线上,线上地址,简介,每日上限,每周上限\r\n测试整表,女,"中文,英语",睡眠,是,腾讯会议 123-456-789,我陪学生谈睡眠。,4,20\r\n';
    await checkTable('counsellors', utf8(full));
    await doImport(IMPORT, '导入这 1 条', full, 'counsellors');
    const before = await profile();
    expect(before).toMatchObject({ gender: 'female', introduction: '我陪学生谈睡眠。', daily_cap: 4 });

    const caps = '姓名,每日上限,语言\r\n测试整表,6,\r\n测试导入1,,\r\n';
    expect(await checkTable('counsellors', utf8(caps))).toBe(200);
    expect(admin.text()).toMatch(/新的 0 条，已有的 2 条，其中 1 条有改动/);
    expect(admin.text()).toMatch(/测试整表：清空语言（原来是 中文、英语）；每日上限 4 → 6/);
    await doImport(IMPORT, '导入这 1 条', caps, 'counsellors');
    expect(await profile()).toEqual({ ...before, languages: [], daily_cap: 6 });
  });

  it('keeps the mailbox and telephone of a roster that has no such column, and says what is cleared', async () => {
    const reach = async () =>
      (
        await world.database.sql<{ mailboxes: number; phones: number; colleges: number }>(
          `select count(mailbox_sealed)::int as mailboxes, count(phone_sealed)::int as phones,
                  count(*) filter (where college = '一院')::int as colleges from xinqiao.roster_entry`,
        )
      )[0];
    const before = await reach();
    const first = '学号,姓名,邮箱,电话\r\n20260041,测试同学戊,e@campus.example,13800000000\r\n';
    await checkRoster(utf8(first));
    await doImport(ROSTER, '导入(?= )', first);
    const colleges = '学号,姓名,学院\r\n20260041,测试同学戊,一院\r\n';
    expect(await checkRoster(utf8(colleges))).toBe(200);
    expect(admin.text()).toMatch(/新增 0 人，更新 1 人 学院：填上 1 人/);
    await doImport(ROSTER, '导入(?= )', colleges);
    expect(await reach()).toEqual({
      mailboxes: (before?.mailboxes ?? 0) + 1,
      phones: (before?.phones ?? 0) + 1,
      colleges: 1,
    });
    expect(await checkRoster(utf8(first.replace('e@campus.example', '')))).toBe(200);
    expect(admin.text()).toMatch(/邮箱：清空 1 人/);
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
