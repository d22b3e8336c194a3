import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import { STAFF_ROLES } from '../../src/access/roles.ts';
import { consoleRoutes } from '../../src/console/routes.ts';
import { addCase, type ConsoleWorld, createConsoleWorld, open, type Person, send } from './console-world.ts';

const STRANGER: Person = { id: '', cookie: '', csrf: '' };
const pathOf = (path: string, id: string) =>
  (path === '/' ? '' : path).replace(':id', id).replace(':token', 'none');

/** What is said to nobody but those who may: who may get past which action. */
const MAY: Readonly<Record<string, readonly string[]>> = {
  'review.read': ['counsellor'],
  'precision.see': ['counsellor', 'supervisor', 'centre-head'],
  'precision.release': ['centre-head'],
  'appointments.list': ['counsellor', 'staff'],
  'availability.see': ['counsellor', 'centre-head', 'administrator', 'staff'],
  'availability.arrange': ['centre-head', 'administrator', 'staff'],
  'staff.list': ['administrator', 'centre-head'],
  'staff.add': ['administrator'],
  'staff.revoke': ['administrator'],
  'content.see': ['administrator', 'centre-head'],
  'notifiers.see': ['administrator'],
  'rota.see': STAFF_ROLES,
  'cases.list': STAFF_ROLES,
  'session.use': STAFF_ROLES,
};

describe('every route of the console', () => {
  let world: ConsoleWorld;

  beforeEach(() => {
    world = createConsoleWorld({ sessionCheckMs: 20 });
  });

  it.each(consoleRoutes.filter(({ action }) => action !== 'door.use'))(
    '$method $path demands a session',
    async ({ method, path }) => {
      const address = pathOf(path, randomUUID());
      const answer =
        method === 'GET' ? await open(world, STRANGER, address) : await send(world, STRANGER, address);
      expect(answer.status).toBe(401);
      expect(await answer.text()).not.toContain('csrf');
    },
  );

  it.each(consoleRoutes.filter(({ method }) => method === 'POST'))(
    'POST $path refuses another site and a wrong token',
    async ({ path, action }) => {
      const who = world.person('陈管理', 'administrator', 'counsellor');
      const item = addCase(world, { ownerId: who.id, status: 'acknowledged' });
      const address = pathOf(path, item.id);
      expect((await send(world, who, address, {}, { Origin: 'null' })).status).toBe(403);
      expect((await send(world, who, address, {}, { 'Sec-Fetch-Site': 'same-site' })).status).toBe(403);
      if (action === 'door.use') return;
      expect((await send(world, who, address, { csrf: 'forged' })).status).toBe(403);
      expect((await send(world, { ...who, csrf: '' }, address)).status).toBe(403);
    },
  );

  it('shows each role exactly what it may see, and the rest as absent', async () => {
    const pages = consoleRoutes.filter(
      ({ method, path, action }) =>
        method === 'GET' &&
        !path.includes(':') &&
        path !== '/live/events' &&
        path !== '/content/edit' &&
        action in MAY,
    );
    expect(pages.length).toBeGreaterThan(8);
    for (const role of STAFF_ROLES) {
      const who = world.person(`某人 ${role}`, role);
      for (const { path, action } of pages) {
        const { status } = await open(world, who, pathOf(path, ''));
        expect([role, path, status]).toEqual([role, path, MAY[action]?.includes(role) ? 200 : 404]);
      }
    }
  });

  it('carries no-store, a policy without inline scripts, and none of either in the page', async () => {
    const who = world.person('陈管理', 'administrator', 'counsellor', 'centre-head');
    const item = addCase(world, { ownerId: who.id, status: 'acknowledged' });
    const paths = [
      '',
      `/cases/${item.id}`,
      '/review',
      '/appointments',
      '/duty',
      '/staff',
      '/staff/add',
      '/status',
      '/nowhere',
    ];
    for (const path of paths) {
      const page = await open(world, who, path);
      const policy = page.headers.get('content-security-policy') ?? '';
      expect(page.headers.get('cache-control')).toBe('no-store');
      expect(policy).toContain("default-src 'none'");
      expect(policy).toContain("frame-ancestors 'none'");
      expect(policy).not.toContain('unsafe');
      const html = await page.text();
      expect(html).not.toMatch(/ style=|<style|<script(?![^>]*src=)|hx-on|hx-vals|onclick|javascript:/i);
      expect(html).toContain('&quot;allowEval&quot;:false');
    }
  });

  it('does not tell a forbidden case from one that is not there', async () => {
    const who = world.person('周新来', 'staff');
    const item = addCase(world);
    const pages = [`/cases/${item.id}`, `/cases/${randomUUID()}`, '/cases/1001', '/cases/%00'];
    const bodies = await Promise.all(
      pages.map(async (path) => {
        const page = await open(world, who, path);
        return [page.status, await page.text()] as const;
      }),
    );
    expect(new Set(bodies.map(([status]) => status))).toEqual(new Set([404]));
    expect(new Set(bodies.map(([, text]) => text)).size).toBe(1);
    for (const action of ['acknowledge', 'answer', 'close']) {
      const fields = { text: '在吗', key: 'k', outcome: 'ordinary' };
      const forbidden = await send(world, who, `/cases/${item.id}/${action}`, fields);
      const absent = await send(world, who, `/cases/${randomUUID()}/${action}`, fields);
      expect([forbidden.status, await forbidden.text()]).toEqual([404, await absent.text()]);
    }
  });

  it('offers in its navigation only what the actor may see', async () => {
    const desk = await (await open(world, world.person('值班台', 'desk'), '')).text();
    expect(desk).not.toMatch(/href="\/console\/(review|staff|content|appointments)"/);
    expect(desk).toContain('href="/console/duty"');
    const admin = await (await open(world, world.person('陈管理', 'administrator'), '')).text();
    expect(admin).toMatch(/href="\/console\/staff"/);
    expect(admin).not.toContain('href="/console/review"');
  });

  it('tells nothing of an exception, neither in the page nor in the log', async () => {
    const who = world.person('王若宁', 'counsellor');
    world.cases.list = async () => {
      throw new Error('学生说的话');
    };
    const page = await open(world, who, '');
    expect(page.status).toBe(500);
    expect(await page.text()).not.toContain('学生说的话');
    expect(world.log.lines.join()).toContain('console.failed');
    expect(world.log.lines.join()).not.toContain('学生说的话');
  });

  it('knows its address with a slash at the end', async () => {
    const page = await open(world, STRANGER, '/');
    expect([page.status, page.headers.get('location')]).toEqual([308, '/console']);
  });

  it('refuses a form of more than 128 kB', async () => {
    const who = world.person('王若宁', 'counsellor');
    const item = addCase(world, { ownerId: who.id, status: 'acknowledged' });
    const sent = await send(world, who, `/cases/${item.id}/answer`, { text: 'x'.repeat(140_000), key: 'k' });
    expect(sent.status).toBe(413);
    expect(item.lines).toHaveLength(0);
  });
});
