import { beforeEach, describe, expect, it } from 'vitest';
import { addMs, hoursMs, minutesMs } from '../../src/core/clock.ts';
import { type ConsoleWorld, createConsoleWorld, NOW, open, type Person, send } from './console-world.ts';

const STRANGER: Person = { id: '', cookie: '', csrf: '' };

describe('signing in', () => {
  let world: ConsoleWorld;
  let who: Person;

  beforeEach(async () => {
    world = createConsoleWorld();
    who = world.person('王若宁', 'counsellor');
    world.signIn.sessions.length = 0;
    await world.signIn.issueLink({
      staffId: who.id,
      token: 'one',
      now: NOW,
      expiresAt: addMs(NOW, minutesMs(5)),
    });
  });

  it('shows whose link it is and uses nothing up, however often it is opened', async () => {
    for (let times = 0; times < 3; times += 1) {
      const page = await open(world, STRANGER, '/sign-in/one');
      expect(page.status).toBe(200);
      expect(await page.text()).toContain('登录为 王若宁');
      expect(page.headers.get('set-cookie')).toBeNull();
    }
    expect((await send(world, STRANGER, '/sign-in/one')).status).toBe(303);
  });

  it('binds the browser that pressed the button, once', async () => {
    const pressed = await send(world, STRANGER, '/sign-in/one');
    const cookie = pressed.headers.get('set-cookie') ?? '';
    expect(pressed.headers.get('location')).toBe('/console');
    expect(cookie).toMatch(/^xinqiao-staff=/);
    expect(cookie).toContain('HttpOnly');
    expect(cookie).toContain('SameSite=Strict');
    expect(cookie).toContain('Max-Age=43200');
    const again = await send(world, STRANGER, '/sign-in/one');
    expect(again.status).toBe(410);
    expect(await again.text()).toContain('staff link --name');
    const bound = { ...STRANGER, cookie: cookie.split(';')[0] ?? '' };
    expect((await open(world, bound, '')).status).toBe(200);
  });

  it('gives the cookie the host prefix over https', async () => {
    const secure = createConsoleWorld({ secureCookies: true });
    const member = secure.person('李知行', 'counsellor');
    await secure.signIn.issueLink({ staffId: member.id, token: 'two', now: NOW, expiresAt: addMs(NOW, 1) });
    const cookie = (await send(secure, STRANGER, '/sign-in/two')).headers.get('set-cookie') ?? '';
    expect(cookie).toMatch(/^__Host-xinqiao-staff=.*Path=\/.*Secure/);
    expect(cookie).not.toContain('Domain');
  });

  it('refuses a link after its time, and one of somebody who left', async () => {
    world.time.now = addMs(NOW, minutesMs(5));
    expect((await open(world, STRANGER, '/sign-in/one')).status).toBe(410);
    world.time.now = NOW;
    world.signIn.revoke(who.id, NOW);
    expect((await send(world, STRANGER, '/sign-in/one')).status).toBe(410);
    expect(world.signIn.sessions).toHaveLength(0);
  });

  it('does not let another site press the button', async () => {
    const foreign = { Origin: 'https://elsewhere.example' };
    expect((await send(world, STRANGER, '/sign-in/one', {}, foreign)).status).toBe(403);
    const crossSite = { 'Sec-Fetch-Site': 'cross-site' };
    expect((await send(world, STRANGER, '/sign-in/one', {}, crossSite)).status).toBe(403);
    expect((await open(world, STRANGER, '/sign-in/one')).status).toBe(200);
  });

  it('signs the earlier person of this browser out', async () => {
    const earlier = world.person('李知行', 'counsellor');
    await send(world, earlier, '/sign-in/one');
    expect((await open(world, earlier, '')).status).toBe(401);
  });

  it('ends a session when asked and after twelve hours', async () => {
    const member = world.person('李知行', 'counsellor');
    const out = await send(world, member, '/sign-out');
    expect(out.status).toBe(303);
    expect(out.headers.get('set-cookie')).toContain('Max-Age=0');
    expect((await open(world, member, '')).status).toBe(401);
    const other = world.person('赵清越', 'counsellor');
    world.time.now = addMs(NOW, hoursMs(12));
    expect((await open(world, other, '')).status).toBe(401);
  });

  it('asks a page that was opened by a link elsewhere to come again with its cookie', async () => {
    const page = await open(world, STRANGER, '/cases/x', { 'Sec-Fetch-Site': 'cross-site' });
    expect(page.status).toBe(200);
    expect(await page.text()).toContain('http-equiv="refresh"');
    const own = await open(world, STRANGER, '/cases/x', { 'Sec-Fetch-Site': 'same-origin' });
    expect(own.status).toBe(401);
  });
});
