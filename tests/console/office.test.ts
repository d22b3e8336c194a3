import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import { addMs } from '../../src/core/clock.ts';
import { type ConsoleWorld, createConsoleWorld, NOW, open, type Person, send } from './console-world.ts';

describe('the office in the console', () => {
  let world: ConsoleWorld;
  let admin: Person;

  beforeEach(() => {
    world = createConsoleWorld();
    admin = world.person('陈管理', 'administrator', 'centre-head', 'counsellor');
  });

  const page = async (who: Person, path: string) => (await open(world, who, path)).text();

  describe('people', () => {
    it('are added with roles and an account; link and code are shown once', async () => {
      const added = await send(world, admin, '/staff/add', {
        name: '孙值班',
        roles: ['counsellor', 'duty-leader'],
        telegram: ' 123456 ',
        'on-call': 'yes',
      });
      const html = await added.text();
      expect(html).toContain(world.staff.links[0]);
      expect(html).toContain('482 915');
      const row = world.staff.rows.at(-1);
      expect([row?.roles, row?.onCall]).toEqual([['counsellor', 'duty-leader'], 'beside-rota']);
      expect(await page(admin, '/staff')).not.toContain(world.staff.links[0]);
    });

    it.each([
      [{ name: '', roles: ['counsellor'] }, 'name-problem', '请写名字'],
      [{ name: '陈管理', roles: ['counsellor'] }, 'name-problem', '已经有人用这个名字'],
      [{ name: '新人' }, 'roles-problem', '至少选一个角色'],
      [{ name: '新人', roles: ['king'] }, 'roles-problem', '没有这个角色'],
      [{ name: '新人', roles: ['counsellor'], telegram: '@someone' }, 'telegram-problem', '一串数字'],
    ])('are not added with %j: the field and the reason are named', async (fields, id, reason) => {
      const before = world.staff.rows.length;
      const refused = await send(world, admin, '/staff/add', { 'on-call': 'yes', ...fields });
      const html = await refused.text();
      expect(refused.status).toBe(422);
      expect(html).toContain(`id="${id}"`);
      expect(html).toContain(reason);
      expect(html).toContain(`value="${fields.name}"`);
      expect(html).toMatch(/name="on-call" value="yes" checked/);
      expect(world.staff.rows).toHaveLength(before);
    });

    it('get an account later, whose code is shown once', async () => {
      const wang = world.person('王若宁', 'counsellor');
      const refused = await send(world, admin, `/staff/${wang.id}/address`, { telegram: '@wang' });
      expect(refused.status).toBe(422);
      expect(await refused.text()).toContain('一串数字');
      const added = await send(world, admin, `/staff/${wang.id}/address`, { telegram: '123457' });
      expect(await added.text()).toContain('XQ-TESTCODE');
      expect((await open(world, wang, `/staff/${wang.id}/address`)).status).toBe(404);
    });

    it('are switched off only after a question, and never oneself', async () => {
      const wang = world.person('王若宁', 'counsellor');
      const question = await page(admin, `/staff/${wang.id}/revoke`);
      expect(question).toContain('停用 王若宁？');
      expect((await open(world, wang, '')).status).toBe(200);
      await send(world, admin, `/staff/${wang.id}/revoke`);
      expect((await open(world, wang, '')).status).toBe(401);
      expect(await (await send(world, admin, `/staff/${admin.id}/revoke`)).text()).toContain('不能停用自己');
      expect((await open(world, admin, '')).status).toBe(200);
    });

    it('get a new link, and go on and off call beside the rota', async () => {
      const wang = world.person('王若宁', 'counsellor');
      expect(await (await send(world, admin, `/staff/${wang.id}/link`)).text()).toContain(
        world.staff.links[0],
      );
      await send(world, admin, `/staff/${wang.id}/on-call`, { on: 'yes' });
      expect(await page(wang, '/duty')).toContain('<strong>王若宁</strong>');
      await send(world, admin, `/staff/${wang.id}/on-call`, { on: 'no', back: 'duty' });
      expect(await page(wang, '/duty')).not.toContain('<strong>王若宁</strong>');
    });

    it('show nobody without the right a question or a form', async () => {
      const head = world.person('主任', 'centre-head');
      const wang = world.person('王若宁', 'counsellor');
      expect((await open(world, head, `/staff/${wang.id}/revoke`)).status).toBe(404);
      expect((await send(world, head, `/staff/${wang.id}/revoke`)).status).toBe(404);
      expect((await send(world, head, `/staff/${wang.id}/link`)).status).toBe(404);
      expect((await send(world, head, '/staff/add', { name: '' })).status).toBe(404);
      expect((await open(world, wang, '')).status).toBe(200);
    });
  });

  describe('texts', () => {
    beforeEach(() => {
      const fileText = '过了 {minutes} 分钟，我在继续叫。';
      world.texts.push({
        language: 'zh',
        area: 'crisis',
        key: 'waiting',
        text: fileText,
        fileText,
        version: 0,
      });
    });
    const edit = (fields: Readonly<Record<string, string>>) =>
      send(world, admin, '/content/edit', {
        area: 'crisis',
        key: 'waiting',
        version: '0',
        do: 'save',
        ...fields,
      });

    it('are changed and taken back', async () => {
      await edit({ text: '{minutes} 分钟了\r\n还在叫' });
      expect(world.texts[0]).toMatchObject({ text: '{minutes} 分钟了\n还在叫', version: 1 });
      expect(await page(admin, '/content')).toContain('改过 · 第 1 版');
      await edit({ text: '随便', version: '1', do: 'restore' });
      expect(world.texts[0]?.text).toBe(world.texts[0]?.fileText);
    });

    it('keep what was typed when a placeholder is missing, and say which', async () => {
      const refused = await edit({ text: '还在叫' });
      const html = await refused.text();
      expect(refused.status).toBe(422);
      expect(html).toContain('>还在叫</textarea>');
      expect(html).toContain('应该是“{minutes}”');
      expect(world.texts[0]?.version).toBe(0);
    });

    it('do not lose what somebody else changed meanwhile', async () => {
      await edit({ text: '{minutes} 甲' });
      const late = await edit({ text: '{minutes} 乙' });
      const html = await late.text();
      expect(late.status).toBe(409);
      expect(html).toContain('{minutes} 甲');
      expect(html).toContain('{minutes} 乙');
      expect(world.texts[0]?.text).toBe('{minutes} 甲');
    });

    it('that do not exist look absent', async () => {
      expect((await edit({ key: 'nothing', text: 'x' })).status).toBe(404);
      expect((await open(world, admin, '/content/edit?area=crisis&key=nothing')).status).toBe(404);
    });
  });

  describe('the daily review', () => {
    it('shows each line until somebody has looked at it', async () => {
      const id = randomUUID();
      const text = '快撑不住了';
      const line = {
        from: 'student',
        id: 'x',
        at: NOW,
        kind: 'text',
        text,
        level: 'concern',
        matches: [],
      } as const;
      world.review.rows.push({ id, reason: 'concern', at: NOW, line });
      expect(await page(admin, '/review')).toContain(text);
      expect((await send(world, admin, `/review/${id}/mark`)).status).toBe(303);
      expect(await page(admin, '/review')).not.toContain(text);
      expect((await send(world, admin, `/review/${id}/mark`)).status).toBe(404);
    });
  });

  describe('the calendar', () => {
    const at = (text: string) => new Date(`${text}+08:00`);

    it('shows the week from Monday to Sunday in Shanghai', async () => {
      const days = ['2026-11-22T23:30', '2026-11-23T00:00', '2026-11-29T23:30', '2026-11-30T00:00'];
      for (const [index, day] of days.entries()) {
        const startsAt = at(day);
        const endsAt = addMs(startsAt, 3_000_000);
        world.appointments.push({
          id: String(index),
          startsAt,
          endsAt,
          counsellor: `老师${index}`,
          room: null,
          status: 'booked',
        });
      }
      const html = await page(admin, '/appointments');
      expect(html).not.toContain('老师0');
      expect(html).toContain('老师1');
      expect(html).toContain('老师2');
      expect(html).not.toContain('老师3');
      expect(html).toContain('?week=2026-11-16');
      expect(await page(admin, '/appointments?week=2026-12-02')).toContain('老师3');
    });

    it.each(['nonsense', '2026-13-40', '2026-02-30', '9999-99-99'])(
      'takes %s for this week',
      async (week) => {
        expect(await page(admin, `/appointments?week=${week}`)).toContain('11月23日 到 11月29日');
      },
    );
  });

  it('says whether the audit chain is whole', async () => {
    expect(await (await send(world, admin, '/status/audit')).text()).toContain('审计记录完整，共 12 条');
    const staff = world.person('周新来', 'staff');
    expect((await send(world, staff, '/status/audit')).status).toBe(404);
  });
});
