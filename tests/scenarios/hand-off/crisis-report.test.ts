import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { strFromU8, unzipSync } from 'fflate';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { safeCell } from '../../../src/console/reports/render-sheet.ts';
import { readPdf } from '../../support/read-pdf.ts';
import type { TelegramPerson } from '../../support/telegram-person.ts';
import type { Visitor } from '../../support/visitor.ts';
import { startWorld, type World } from '../../support/world.ts';

const SAID = '我把三十二片白色药丸藏在了枕头里面';

describe('a case that is ended and reported in the console', () => {
  let world: World;
  let counsellor: TelegramPerson;
  let student: TelegramPerson;
  let office: Visitor;
  let caseId: string;

  const rows = <Row extends object>(sql: string) => world.database.sql<Row>(sql);
  const bytesOf = async (path: string, who: Visitor): Promise<Response> =>
    fetch(new URL(path, world.app.url), { headers: { Cookie: who.cookies() }, redirect: 'manual' });

  beforeAll(async () => {
    world = await startWorld();
    counsellor = await world.responder('测试老师甲');
    student = await world.acquainted();
    student.says(`我想自杀，${SAID}`);
    await student.hearsUntil(/你在哪里/);
    await counsellor.hearsUntil(/#1001/);
    counsellor.says('接');
    await counsellor.hearsUntil(/归你了/);
    await student.hearsUntil(/接手了/);
    counsellor.says('我在');
    await student.hearsUntil(/我在/);
    office = await world.signedIn('测试老师甲');
    await world.settle();
    await counsellor.hearsUntil(/控制台登录链接/);
    const [row] = await rows<{ id: string }>('select id from xinqiao.handoff_case');
    caseId = row?.id ?? '';
    await office.open(`/console/cases/${caseId}/close`);
    await closes();
  }, 180_000);
  afterAll(() => world.close());

  async function closes(): Promise<void> {
    const path = `/console/cases/${caseId}/close`;
    expect(office.text()).toContain('程序不会替你告知');
    // Without a class nothing is closed, and what was typed stays.
    expect(await office.press({ action: path }, { note: '约了明天十点' })).toBe(422);
    expect(office.text()).toContain('分类：还没有选');
    expect(office.html()).toContain('约了明天十点');
    const [half] = await rows<{ status: string }>('select status from xinqiao.handoff_case');
    expect(half).toEqual({ status: 'acknowledged' });
    // Somebody was informed, but on what ground?
    const [me] = await rows<{ id: string }>(`select id from xinqiao.staff_member where name = '测试老师甲'`);
    const owner = { owner: me?.id ?? '', 'date-serious': '2027-03-01', 'by-0': me?.id ?? '' };
    const told = {
      ...owner,
      outcome: 'serious',
      told: 'some',
      'party-0': 'hospital',
      'at-0': '2020-01-02T10:00',
    };
    expect(await office.press({ action: path }, told)).toBe(422);
    expect(office.text()).toContain('依据：还没有选');
    expect(office.html()).toContain('value="2020-01-02T10:00"');
    await office.press({ action: path }, { ...told, 'ground-0': 'life', 'detail-0': '=1+1 校医院急诊' });
    expect(office.text()).toContain('#1001 已经结束');
    // Sent twice it is closed once.
    await office.pressAgain();
    expect(await rows('select outcome from xinqiao.closing')).toEqual([{ outcome: 'serious' }]);
    expect(await rows('select from xinqiao.follow_up')).toHaveLength(1);
    await student.hears(/老师先和你说到这里/);
  }

  const PATH = () => `/console/cases/${caseId}/report`;

  it('refuses the student’s own words, and a report without measures', async () => {
    await office.open(PATH());
    expect(office.text()).toContain('个案 #1001');
    expect(await office.press({ action: PATH(), label: '发出（发出后不能改）' }, { step: 'issue' })).toBe(
      422,
    );
    expect(office.text()).toContain('处置措施：至少选一项');
    const copied = { step: 'save', measure: 'talked', statement: `他说“${SAID}”` };
    expect(await office.press({ action: PATH(), label: '存草稿' }, copied)).toBe(422);
    expect(office.text()).toContain('里面有同学的原话');
  });

  it('is issued once, and cannot be changed by anybody afterwards', async () => {
    await office.open(PATH());
    const filled = { measure: 'to-hospital', statement: '已陪同到校医院，情绪平稳。', step: 'issue' };
    await office.press({ action: PATH(), label: '发出（发出后不能改）' }, filled);
    expect(office.text()).toContain('第 1 号已经发出，内容和发出时一致');
    // The same form again, from a page that was open before.
    expect(await office.pressAgain()).toBe(422);
    expect(await rows('select number, status from xinqiao.crisis_report')).toEqual([
      { number: '1', status: 'issued' },
    ]);
    const byOwner = [
      `update xinqiao.crisis_report set body_hash = 'x'`,
      `update xinqiao.crisis_report set status = 'draft'`,
      'delete from xinqiao.crisis_report',
      'update xinqiao.register_entry set left_at = now()',
    ];
    for (const text of byOwner)
      await expect(rows(text), text).rejects.toThrow(/cannot be changed|with a reason/);
    const byProgram = [
      ...byOwner,
      'update xinqiao.closing set at = now()',
      'delete from xinqiao.informed_party',
      'delete from xinqiao.register_change',
      'delete from xinqiao.register_entry',
      'delete from xinqiao.follow_up',
    ];
    for (const text of byProgram) {
      const run = sql.raw(text).execute(world.database.db);
      await expect(run, text).rejects.toThrow(/cannot be changed|with a reason|permission denied/);
    }
    const [audit] = await rows<{ resource: string }>(
      `select resource from xinqiao.audit_entry where resource like '%sha256:%'`,
    );
    const [row] = await rows<{ body_hash: string }>('select body_hash from xinqiao.crisis_report');
    expect(audit?.resource).toBe(`case:${caseId} issued:1 sha256:${row?.body_hash}`);
  });

  it('takes corrections below itself', async () => {
    await office.open(PATH());
    await office.press({ action: `${PATH()}/supplement` }, { text: '到院时间更正为十点二十分' });
    expect(office.text()).toContain('更正 1');
    expect(office.text()).toContain('已陪同到校医院');
    await expect(rows(`update xinqiao.crisis_report_supplement set number = 2`)).rejects.toThrow(
      /cannot be changed/,
    );
  });

  it('is a PDF and a sheet with everything but the student’s words', async () => {
    const pdf = await bytesOf(`${PATH()}.pdf`, office);
    expect(pdf.headers.get('content-type')).toBe('application/pdf');
    const bytes = Buffer.from(await pdf.arrayBuffer());
    const kept = join(await mkdtemp(join(tmpdir(), 'xinqiao-report-')), 'report.pdf');
    await writeFile(kept, bytes);
    const text = readPdf(bytes).replace(/\s/g, '');
    for (const words of [
      '危机随时报表',
      '第1号',
      '个案#1001',
      '送医或转介医院',
      '校医院急诊',
      '个人信息保护法第13条第4项',
      '更正1',
      '由测试老师甲告知',
    ]) {
      expect(text).toContain(words);
    }
    const xlsx = await bytesOf(`${PATH()}.xlsx`, office);
    const files = unzipSync(new Uint8Array(await xlsx.arrayBuffer()));
    const sheet = Object.entries(files)
      .filter(([name]) => name.endsWith('.xml'))
      .map(([, body]) => strFromU8(body))
      .join('\n');
    expect(sheet).toContain('已陪同到校医院');
    expect(sheet).not.toMatch(/<f>/);
    for (const shown of [text, sheet]) {
      for (let at = 0; at + 4 <= SAID.length; at += 1) expect(shown).not.toContain(SAID.slice(at, at + 4));
      expect(shown).not.toContain('自杀');
    }
    expect(world.logged.join('\n')).not.toMatch(/药丸|校医院/);
  });

  it('writes no cell that a spreadsheet would run', () => {
    for (const text of ['=1+1', '+1', '-1', '@a', ' =1', '＝1']) expect(safeCell(text)).toBe(`'${text}`);
    expect(safeCell('校医院 =1')).toBe('校医院 =1');
  });

  it('is listed by month, for its owner and the centre head, and absent for everybody else', async () => {
    await office.open('/console/reports');
    expect(office.text()).toContain('第 1 号');
    await office.open('/console/reports?month=2020-01');
    expect(office.text()).toContain('没有发出的报表');
    const headThere = await world.responder('测试主任', ['centre-head'], false);
    const otherThere = await world.responder('测试督导', ['supervisor'], false);
    const head = await world.signedIn('测试主任');
    expect((await bytesOf(`${PATH()}.pdf`, head)).status).toBe(200);
    const other = await world.signedIn('测试督导');
    expect((await bytesOf(`${PATH()}.pdf`, other)).status).toBe(404);
    expect(await other.open(PATH())).toBe(404);
    await other.open('/console/reports');
    expect(other.text()).not.toContain('第 1 号');
    for (const one of [headThere, otherThere]) await one.hears(/控制台登录链接/);
  });

  it('is written anew of the time after its student came back, with the times of that alone', async () => {
    await world.pass(5 * 60_000);
    student.says('回到求助');
    await student.hearsUntil(/上次的老师正在值班/);
    await counsellor.hearsUntil(/回到了求助/);
    counsellor.says('我在，你说');
    await student.hears(/我在，你说/);
    await world.settle();
    await rows(
      `update xinqiao.handoff_case set status = 'closed', closed_at = xinqiao.app_now(), outcome = 'ordinary',
         wake_at = null, tell_at = null, unanswered_since = null, unreplied_since = null`,
    );
    const [when] = await rows<{ opened: string; resumed: string }>(
      `select to_char(opened_at at time zone 'Asia/Shanghai', 'YYYY-MM-DD HH24:MI') as opened,
              to_char(resumed_at at time zone 'Asia/Shanghai', 'YYYY-MM-DD HH24:MI') as resumed
       from xinqiao.handoff_case`,
    );
    await office.open(PATH());
    expect(office.text()).toMatch(/第 1 次（[^）]*第 1 号）[\s\S]*第 2 次（[^）]*还没有发出）/);
    expect(office.text()).toContain('同学回到这个求助，第 2 次');
    expect(office.text()).toContain(when?.resumed);
    expect(office.text()).not.toContain(when?.opened);
    expect(office.text()).not.toContain('校医院急诊');
    const filled = { measure: 'talked', statement: '同学又来，陪同聊了四十分钟。', step: 'issue' };
    await office.press({ action: PATH(), label: '发出（发出后不能改）' }, filled);
    expect(office.text()).toContain('第 2 号已经发出，内容和发出时一致');

    await office.open(`${PATH()}?time=1`);
    expect(office.text()).toContain('第 1 号已经发出，内容和发出时一致');
    expect(office.text()).toContain(when?.opened);
    await office.press({ action: `${PATH()}/supplement` }, { text: '第一份的另一条更正' });
    await office.open(`${PATH()}?time=1`);
    expect(office.text()).toMatch(/第 1 号已经发出[\s\S]*更正 2/);
    expect(await office.open(`${PATH()}?time=3`)).toBe(404);
    await office.open('/console/reports');
    expect(office.text()).toMatch(/第 2 号[\s\S]*第 2 次[\s\S]*第 1 号/);
    const pdf = await bytesOf(`${PATH()}.pdf?time=1`, office);
    expect(pdf.headers.get('content-disposition')).toContain('crisis-report-1.pdf');
  });
});
