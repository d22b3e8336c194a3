import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { IncomingStore } from '../../../src/conversation/ports/incoming-store.ts';
import type { Incoming } from '../../../src/core/channel.ts';
import { openStoreWorld, type StoreWorld } from '../store-world.ts';

const NOW = new Date('2026-11-23T02:00:00Z');
const later = (seconds: number): Date => new Date(NOW.getTime() + seconds * 1_000);

const update = (text: string, updateKey: string = randomUUID(), bot = 'bot'): Incoming => ({
  channel: 'telegram',
  bot,
  updateKey,
  from: 'nobody',
  body: { kind: 'text', text },
});

describe('stored updates, on real PostgreSQL', () => {
  let world: StoreWorld;
  let incoming: IncomingStore;
  let addressId: string;

  beforeAll(async () => {
    world = await openStoreWorld();
    incoming = world.stores.incoming;
  });
  afterAll(() => world.close());
  beforeEach(async () => {
    ({ addressId } = await world.addPerson('telegram'));
  });

  const store = async (one: Incoming, now = NOW): Promise<boolean> =>
    (await incoming.store([{ id: randomUUID(), addressId, incoming: one }], now)).length === 1;
  const nextText = async (now = NOW): Promise<string | null> => {
    const next = await incoming.next(addressId, now);
    return next?.body?.kind === 'text' ? next.body.text : null;
  };
  const takeAll = async (now = NOW): Promise<string[]> => {
    const texts: string[] = [];
    for (let next = await incoming.next(addressId, now); next; next = await incoming.next(addressId, now)) {
      texts.push(next.body?.kind === 'text' ? next.body.text : '?');
      await incoming.done(next.id, now);
    }
    return texts;
  };

  it('are kept once under their key, however many come at once', async () => {
    const key = randomUUID();
    const stored = await Promise.all(Array.from({ length: 20 }, () => store(update('一', key))));
    expect(stored.filter(Boolean)).toHaveLength(1);
    expect(await takeAll()).toEqual(['一']);
    expect(await store(update('一', key))).toBe(false);
    expect(await takeAll()).toEqual([]);
  });

  it('are others when another bot has the same key', async () => {
    const key = randomUUID();
    expect(await store(update('一', key, 'bot a'))).toBe(true);
    expect(await store(update('二', key, 'bot b'))).toBe(true);
  });

  it('come back in their order, each as it was said', async () => {
    for (const text of ['一', '二\u0000\ud800', '三']) await store(update(text), later(-1));
    expect(await takeAll()).toEqual(['一', '二\u0000\ud800', '三']);
  });

  it('wait behind a pause after a failure, while later ones go on', async () => {
    await store(update('一'));
    await store(update('二'));
    const first = await incoming.next(addressId, NOW);
    await incoming.failed(first?.id ?? '', 'Error', later(4), NOW);
    expect(await takeAll(later(3))).toEqual(['二']);
    await store(update('三'));
    expect(await incoming.next(addressId, later(4))).toMatchObject({
      id: first?.id,
      attempts: 1,
      body: { text: '一' },
      at: NOW,
    });
    expect(await takeAll(later(4))).toEqual(['一', '三']);
  });

  it('are given up only where that was asked for, and then count as stuck no more', async () => {
    await store(update('一'));
    const { id } = (await incoming.next(addressId, NOW)) ?? { id: '' };
    const before = await incoming.countStuck(2);
    await incoming.failed(id, 'Error', NOW, NOW);
    expect(await incoming.countStuck(2)).toBe(before);
    await incoming.failed(id, 'Error', NOW, NOW);
    expect(await incoming.countStuck(2)).toBe(before + 1);
    await incoming.failed(id, 'unreadable', null, NOW);
    expect(await incoming.countStuck(2)).toBe(before);
    expect(await nextText(later(9_999))).toBeNull();
    await incoming.failed(id, 'Error', NOW, NOW);
    expect(await nextText(later(9_999))).toBeNull();
  });

  it('have no body when the row was damaged or moved to another place', async () => {
    await store(update('一'));
    await store(update('二'));
    await world.database.sql(
      `update xinqiao.incoming i set body_sealed = o.body_sealed from xinqiao.incoming o
       where i.address_id = $1 and o.address_id = $1 and i.seq < o.seq`,
      [addressId],
    );
    const damaged = await incoming.next(addressId, NOW);
    expect(damaged).toMatchObject({ body: null, attempts: 0 });
    await incoming.failed(damaged?.id ?? '', 'unreadable', null, NOW);
    expect(await takeAll()).toEqual(['二']);
  });

  it('have no body once their key is destroyed', async () => {
    await store(update('一'));
    await world.database.sql(
      `update xinqiao.data_key set wrapped = null, destroyed_at = $2
       where id = (select data_key_id from xinqiao.address where id = $1)`,
      [addressId, NOW],
    );
    expect(await incoming.next(addressId, NOW)).toMatchObject({ body: null });
  });

  it('name their address once while they wait, the longest waiting first', async () => {
    const long = later(-9_999_999);
    const other = (await world.addPerson('telegram')).addressId;
    await store(update('一'), later(-9_999_998));
    await store(update('二'), long);
    const third = { id: randomUUID(), addressId: other, incoming: update('三') };
    await incoming.store([third], later(-9_999_997));
    expect(await incoming.waitingAddresses(later(-9_999_000), 9)).toEqual([addressId, other]);
    expect(await incoming.waitingAddresses(later(-9_999_000), 1)).toEqual([addressId]);
    expect(await incoming.waitingAddresses(later(-9_999_998.5), 9)).toEqual([addressId]);
    await takeAll();
    expect(await incoming.waitingAddresses(later(-9_999_000), 9)).toEqual([other]);
  });

  it('hold no word in the open', async () => {
    await store(update('标记字样'));
    const rows = await world.database.sql<{ row: string; body: Buffer }>(
      'select i::text as row, body_sealed as body from xinqiao.incoming i where address_id = $1',
      [addressId],
    );
    expect(rows).toHaveLength(1);
    for (const { row, body } of rows) {
      expect(row).not.toContain('标记字样');
      expect(body.includes(Buffer.from('标记字样'))).toBe(false);
    }
  });
});
