import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { NewMark } from '../../../src/conversation/ports/mark-store.ts';
import { openStoreWorld, type StoreWorld } from '../store-world.ts';

const NOW = new Date('2026-11-23T02:00:00Z');

describe('marks of alarms, on real PostgreSQL', () => {
  let world: StoreWorld;
  let staffId: string;
  beforeAll(async () => {
    world = await openStoreWorld();
    staffId = await world.addStaff('测试老师');
  });
  afterAll(() => world.close());

  const addLine = async (): Promise<string> => {
    const { addressId } = await world.addPerson();
    const id = randomUUID();
    await world.database.sql(
      `insert into xinqiao.heard (id, address_id, kind, body_sealed, level, at)
       values ($1, $2, 'text', '\\x00', 'high', $3)`,
      [id, addressId, NOW],
    );
    return id;
  };
  const mark = (heardId: string, change: Partial<NewMark>): NewMark => ({
    heardId,
    verdict: 'right',
    expected: null,
    level: 'high',
    rules: ['wish-to-die'],
    heardAt: NOW,
    staffId,
    now: NOW,
    ...change,
  });

  it('the last word holds, however many are said at once', async () => {
    const heardId = await addLine();
    const { marks } = world.stores;
    await Promise.all(Array.from({ length: 6 }, () => marks.put(mark(heardId, { verdict: 'right' }))));
    await marks.put(mark(heardId, { verdict: 'missed', expected: 'imminent' }));
    expect(await marks.marks(NOW)).toEqual([
      { verdict: 'missed', level: 'high', expected: 'imminent', rules: ['wish-to-die'], heardAt: NOW },
    ]);
    await world.database.sql('delete from xinqiao.heard where id = $1', [heardId]);
    expect(await marks.marks(NOW)).toEqual([]);
  });

  it('refuses what contradicts itself', async () => {
    const heardId = await addLine();
    const { marks } = world.stores;
    await expect(marks.put(mark(heardId, { verdict: 'missed' }))).rejects.toThrow(/check constraint/);
    await expect(marks.put(mark(heardId, { expected: 'high' }))).rejects.toThrow(/check constraint/);
    await expect(marks.put(mark(randomUUID(), {}))).rejects.toThrow(/foreign key/);
  });

  it('counts what was heard by level since a time', async () => {
    await addLine();
    const heard = await world.stores.marks.heard(NOW);
    expect(heard.find(({ level }) => level === 'high')?.count).toBeGreaterThan(0);
    expect(await world.stores.marks.heard(new Date(NOW.getTime() + 1))).toEqual([]);
  });

  it('keeps an example once, by the name of its author, until it is taken back', async () => {
    const { marks } = world.stores;
    const example = {
      id: randomUUID(),
      text: '改写的话',
      level: 'high',
      consentOn: '2026-11-01',
      at: NOW,
    } as const;
    await marks.addExample({ ...example, writtenBy: staffId });
    await marks.addExample({ ...example, text: '另一句', writtenBy: staffId });
    expect(await marks.examples()).toEqual([{ ...example, writtenBy: '测试老师' }]);
    expect(await marks.removeExample(example.id)).toBe(true);
    expect(await marks.removeExample(example.id)).toBe(false);
    expect(await marks.examples()).toEqual([]);
  });
});
