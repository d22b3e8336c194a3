import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createStaffDesk, OPERATOR } from '../../src/conversation/desks/people/staff-office.ts';
import { openBrowser, type StaffBrowser } from '../access/staff-browser.ts';
import { startWorld, type World } from '../support/world.ts';

const NOBODY = '00000000-0000-4000-8000-00000000000a';
const KEY = '00000000-0000-4000-8000-00000000000b';

describe('a form of the case page that is refused', () => {
  let world: World;
  let teacher: StaffBrowser;
  let caseId: string;

  beforeAll(async () => {
    world = await startWorld();
    const input = { name: '测试老师', roles: ['counsellor'], accounts: [], onCall: false };
    const added = await createStaffDesk(world.office).add(OPERATOR, input);
    if (!added.ok) throw new Error(added.code);
    teacher = await openBrowser(world, '测试老师');
    await world.visitor().says('我想自杀');
    await world.settle();
    const [row] = await world.database.sql<{ id: string }>(
      `update xinqiao.handoff_case set wake_at = null, tell_at = null, status = 'acknowledged',
         acknowledged_at = opened_at, owner_id = (select id from xinqiao.staff_member where name = '测试老师')
       returning id`,
    );
    caseId = row?.id ?? '';
  });
  afterAll(() => world.close());

  const post = (path: string, form: Record<string, string>) =>
    teacher.post(`/console/cases/${caseId}${path}`, form);

  it.each([
    [
      'a note that is too long',
      '/note',
      { key: KEY, text: `今晚联系了室友。${'长'.repeat(2_000)}` },
      '今晚联系了室友。',
    ],
    ['the number of a case that is not there', '/link', { number: '987654' }, 'value="987654"'],
    ['a fact that is too long', '/facts', { field: 'name', value: `张三${'啊'.repeat(80)}` }, '张三啊'],
    ['a note to whoever is not there', '/hand-over', { to: NOBODY, note: '还在等电话' }, '还在等电话'],
  ])('shows %s again', async (_, path, form, kept) => {
    const { status, body } = await post(path, form);
    expect(status).toBe(422);
    expect(body).toContain('class="notice bad"');
    expect(body).toContain(kept);
  });

  it('keeps the plan that was written when it cannot be given', async () => {
    expect((await post('/plan', { do: 'give' })).status).toBe(422);
    expect(await world.database.sql('select from xinqiao.safety_plan')).toEqual([]);
    expect((await post('/plan', { signs: '睡不着', do: 'save' })).status).toBe(303);
  });

  it('shows both sides of a plan that somebody else changed meanwhile, and undoes nothing', async () => {
    const seen = { 'seen-signs': '睡不着', signs: '睡不着' };
    expect((await post('/plan', { ...seen, people: '妈妈', do: 'save' })).status).toBe(303);
    // The second page was opened before that.
    expect((await post('/plan', { ...seen, alone: '去操场走走', do: 'save' })).status).toBe(303);
    const { status, body } = await post('/plan', { ...seen, people: '室友', do: 'save' });
    expect(status).toBe(422);
    expect(body).toMatch(/<textarea[^>]*name="people"[^>]*>室友<[\s\S]*别人刚改成：<q>妈妈/);
    expect(body).toMatch(/<textarea[^>]*name="alone"[^>]*>去操场走走</);
    expect(body).toContain('name="seen-people" value="妈妈"');
    const agreed = {
      ...seen,
      'seen-people': '妈妈',
      people: '室友',
      'seen-alone': '去操场走走',
      alone: '去操场走走',
    };
    expect((await post('/plan', { ...agreed, do: 'save' })).status).toBe(303);
  });

  it('does not drop whom somebody informed because “nobody” is chosen above', async () => {
    const row = {
      'party-0': 'family',
      'at-0': '2026-01-02T10:00',
      'ground-0': 'life',
      'detail-0': '电话说过了',
    };
    const { status, body } = await post('/close', { outcome: 'false-alarm', told: 'none', ...row });
    expect(status).toBe(422);
    expect(body).toMatch(/id="told-problem"[^>]*>有没有告知：选了“没有告知任何人”/);
    expect(body).toContain('电话说过了');
    expect(await world.database.sql('select from xinqiao.closing')).toEqual([]);
  });

  it.each([
    ['/close', { outcome: 'ordinary', told: 'none', note: '刚写好的备注' }],
    ['/report', { version: '0', measure: 'talked', statement: '刚写好的备注', step: 'save' }],
    ['/report/supplement', { text: '刚写好的备注' }],
  ])('%s hands what was typed back to whoever has lost the right to it', async (path, form) => {
    const input = { name: `别的老师 ${path}`, roles: ['counsellor'], accounts: [], onCall: false };
    const added = await createStaffDesk(world.office).add(OPERATOR, input);
    if (!added.ok) throw new Error(added.code);
    const other = await openBrowser(world, input.name);
    const there = await other.post(`/console/cases/${caseId}${path}`, form);
    const nowhere = await other.post(`/console/cases/${NOBODY}${path}`, form);
    for (const { status, body } of [there, nowhere]) {
      expect(status).toBe(404);
      expect(body).toMatch(/没有保存[\s\S]*<p class="words">刚写好的备注<\/p>/);
    }
    const followUp = await other.post(`/console/follow-up/${NOBODY}/leave`, { reason: '刚写好的理由' });
    expect(followUp.body).toContain('<p class="words">刚写好的理由</p>');
  });

  it('says what it is about once more when the case is over', async () => {
    await world.database.sql(
      `update xinqiao.handoff_case set status = 'closed', closed_at = now(), outcome = 'ordinary' where id = $1`,
      [caseId],
    );
    const { status, body } = await post('/note', { key: KEY, text: '还想记一句' });
    expect(status).toBe(422);
    expect(body).toContain('<q>还想记一句</q>');
    expect((await post('/hold', { kind: 'on-phone' })).body).toContain('或已经结束');
    expect(await world.database.sql('select from xinqiao.case_note')).toEqual([]);
  });
});
