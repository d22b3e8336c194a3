import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { WebSession, WebSessionStore } from '../../../src/people/web-session.ts';
import { createPostgresWebSessionStore } from '../../../src/storage/people/postgres-web-session-store.ts';
import { openStoreWorld, type StoreWorld } from '../store-world.ts';

const MINUTE = 60_000;

describe('sessions of the student’s page, on real PostgreSQL', () => {
  let world: StoreWorld;
  let sessions: WebSessionStore;
  let token: string;
  let session: WebSession;

  beforeAll(async () => {
    world = await openStoreWorld();
    sessions = createPostgresWebSessionStore(world.database.db, world.keys, randomUUID);
  });
  afterAll(() => world.close());
  beforeEach(async () => {
    token = randomUUID();
    session = await sessions.create({ token, now: await now() });
  });

  const now = (): Promise<Date> => world.stores.now();
  const unlock = async (pin: string) => sessions.unlock(session.addressId, pin, await now());
  const tryWrong = async (times: number): Promise<string[]> => {
    const codes: string[] = [];
    for (let tries = 0; tries < times; tries += 1) {
      const answer = await unlock('0000');
      codes.push(answer.ok ? 'ok' : answer.code);
    }
    return codes;
  };

  it('are found by the secret of their browser alone', async () => {
    expect(await sessions.find(token)).toEqual(session);
    expect(await sessions.find(`${token}x`)).toBeNull();
    expect(session).toMatchObject({ hasPin: false, hiddenAt: null, freshAt: null });
  });

  it('are one when the browser asks twenty times at once', async () => {
    const again = randomUUID();
    const at = await now();
    const made = await Promise.all(
      Array.from({ length: 20 }, () => sessions.create({ token: again, now: at })),
    );
    expect(new Set(made.map((one) => one.addressId)).size).toBe(1);
  });

  it('speak the language of their address, and begin in the chosen one', async () => {
    expect(session.language).toBe('zh');
    await world.stores.addresses.setLanguage(session.addressId, 'en');
    expect(await sessions.find(token)).toMatchObject({ language: 'en' });
    await sessions.setLanguage(session.addressId, 'zh');
    expect(await world.stores.addresses.language(session.addressId)).toBe('zh');

    const other = randomUUID();
    const made = await sessions.create({ token: other, now: await now(), language: 'en' });
    expect(made.language).toBe('en');
    // A second first post that names no language takes nothing back.
    expect(await sessions.create({ token: other, now: await now() })).toMatchObject({ language: 'en' });
  });

  it('hide what was said until the PIN is given', async () => {
    await sessions.setPin(session.addressId, '2580');
    const hiddenAt = await now();
    await sessions.hide(session.addressId, hiddenAt);
    expect(await sessions.find(token)).toMatchObject({ hasPin: true, hiddenAt });
    expect(await unlock('2581')).toEqual({ ok: false, code: 'wrong-pin' });
    expect(await sessions.find(token)).toMatchObject({ hiddenAt });
    expect(await unlock('2580')).toEqual({ ok: true, value: null });
    expect(await sessions.find(token)).toMatchObject({ hasPin: true, hiddenAt: null });
  });

  it('have no PIN to give before one was set', async () => {
    expect(await unlock('')).toEqual({ ok: false, code: 'no-pin' });
  });

  it('are locked for ten minutes by five wrong tries, the right PIN included', async () => {
    await sessions.setPin(session.addressId, '2580');
    const wrong = 'wrong-pin';
    expect(await tryWrong(6)).toEqual([wrong, wrong, wrong, wrong, 'locked', 'locked']);
    expect(await unlock('2580')).toEqual({ ok: false, code: 'locked' });
    await world.database.advance(10 * MINUTE - 5_000);
    expect(await unlock('2580')).toEqual({ ok: false, code: 'locked' });
    await world.database.advance(5_000);
    expect(await unlock('2580')).toEqual({ ok: true, value: null });
  });

  it('have five tries again after the lock and after the right PIN', async () => {
    await sessions.setPin(session.addressId, '2580');
    await tryWrong(4);
    await unlock('2580');
    expect((await tryWrong(5)).at(-2)).toBe('wrong-pin');
    await world.database.advance(10 * MINUTE);
    expect((await tryWrong(5)).slice(-2)).toEqual(['wrong-pin', 'locked']);
  });

  it('cannot be tried more often by trying at once', async () => {
    await sessions.setPin(session.addressId, '2580');
    const at = await now();
    const answers = await Promise.all(
      Array.from({ length: 15 }, () => sessions.unlock(session.addressId, '0000', at)),
    );
    expect(answers.filter((answer) => !answer.ok && answer.code === 'wrong-pin')).toHaveLength(4);
  });

  it('begin afresh without the older lines, the PIN and its lock, and keep their contact', async () => {
    await sessions.setPin(session.addressId, '2580');
    await sessions.hide(session.addressId, await now());
    await tryWrong(5);
    const freshAt = await now();
    await sessions.startFresh(session.addressId, freshAt);
    expect(await sessions.find(token)).toMatchObject({
      addressId: session.addressId,
      contactId: session.contactId,
      hasPin: false,
      hiddenAt: null,
      freshAt,
    });
    await sessions.setPin(session.addressId, '1470');
    expect(await unlock('1470')).toEqual({ ok: true, value: null });
    expect(await sessions.find(token)).toMatchObject({ freshAt });
  });

  it('remember when they were last seen', async () => {
    const seen = new Date(session.lastSeenAt.getTime() + MINUTE);
    await sessions.touch(session.addressId, seen);
    expect(await sessions.find(token)).toMatchObject({ lastSeenAt: seen });
  });

  it('keep neither secret nor PIN in the open', async () => {
    await sessions.setPin(session.addressId, '73519824');
    for (const table of ['web_session', 'address']) {
      const rows = await world.database.sql<{ row: string }>(`select t::text as row from xinqiao.${table} t`);
      const all = rows.map(({ row }) => row).join('\n');
      expect(all).not.toContain('73519824');
      expect(all).not.toContain(token);
      expect(all).not.toContain(Buffer.from(token).toString('hex'));
    }
  });
});
