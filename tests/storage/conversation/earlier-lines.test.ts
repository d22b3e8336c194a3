import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { HeardKind } from '../../../src/conversation/ports/heard-store.ts';
import { type Match, noScreening, type Screening } from '../../../src/keywords/screening.ts';
import { createPostgresTimelineStore } from '../../../src/storage/conversation/postgres-timeline-store.ts';
import { hearLine } from '../hear-line.ts';
import { openStoreWorld, type StoreWorld } from '../store-world.ts';

const NOW = new Date('2026-11-23T02:00:00Z');
const MINUTE = 60;
const at = (seconds: number): Date => new Date(NOW.getTime() + seconds * 1_000);
const match = (rule: string, start: number, end: number): Match => ({ rule, start, end });
const concern: Screening = {
  level: 'concern',
  handoff: false,
  categories: ['suicide-passive'],
  matches: [match('life-without-meaning', 0, 5)],
};

describe('what was said before, on real PostgreSQL', () => {
  let world: StoreWorld;
  let contactId: string;
  let addressId: string;
  beforeAll(async () => {
    world = await openStoreWorld();
  });
  afterAll(() => world.close());
  beforeEach(async () => {
    ({ contactId, addressId } = await world.addPerson('telegram'));
  });

  const hear = async (
    text: string,
    seconds: number,
    screening = noScreening(),
    kind: HeardKind = 'text',
    where = addressId,
  ): Promise<string> => {
    const id = randomUUID();
    await hearLine(world.stores, where, { id, caseId: null, kind, text, screening }, at(seconds));
    return id;
  };
  const recent = (minutes: number, most = 20) =>
    world.stores.heard.recent(addressId, at(-minutes * MINUTE), most);
  const openCase = async (): Promise<string> => {
    const who = { contactId, addressId, channel: 'telegram', level: 'high', knownContact: true } as const;
    return (await world.stores.cases.openOrJoin({ id: randomUUID(), ...who, now: NOW })).case.id;
  };

  it('comes oldest first, with the matches of what was more than harmless', async () => {
    await hear('活着没意思', -60, concern);
    await hear('［图片］看', -40, noScreening(), 'unscreenable');
    await hear('不想', -20);
    expect(await recent(5)).toMatchObject([
      { text: '活着没意思', kind: 'text', level: 'concern', matches: concern.matches, at: at(-60) },
      { text: '［图片］看', kind: 'unscreenable', level: 'none', matches: [] },
      { text: '不想', kind: 'text', level: 'none', matches: [] },
    ]);
  });

  it('leaves out taps, what is too long ago, what is too much, and everybody else', async () => {
    const other = await world.addPerson('telegram');
    await hear('很久以前', -6 * MINUTE);
    await hear('预约', -60, noScreening(), 'choice');
    await hear('一', -30);
    await hear('二', -20);
    await hear('三', -10);
    await hear('别人', -5, noScreening(), 'text', other.addressId);
    expect((await recent(5)).map(({ text }) => text)).toEqual(['一', '二', '三']);
    expect((await recent(5, 2)).map(({ text }) => text)).toEqual(['二', '三']);
    expect((await recent(10)).map(({ text }) => text)).toEqual(['很久以前', '一', '二', '三']);
  });

  it('leaves out what is damaged: a new word does not fail on an old one', async () => {
    const damaged = await hear('不想', -20);
    await hear('活了', -10);
    await world.database.sql("update xinqiao.heard set body_sealed = '\\x00' where id = $1", [damaged]);
    expect((await recent(5)).map(({ text }) => text)).toEqual(['活了']);
  });

  it('is seen within the transaction that heard it', async () => {
    await world.transactions.run(async (stores) => {
      const heard = { id: randomUUID(), caseId: null, kind: 'text', text: '我', screening: noScreening() };
      await hearLine(stores, addressId, { ...heard, kind: 'text' }, NOW);
      const lines = await stores.heard.recent(addressId, at(-60), 20);
      expect(lines.map(({ text }) => text)).toEqual(['我']);
    });
  });

  it('is marked beside what was marked, once, and belongs to the case that it opened', async () => {
    const told = await hear('活着没意思', -25 * MINUTE, concern);
    await hear('别的', -24 * MINUTE);
    const part = await hear('不想', -60);
    const caseId = await openCase();
    const parts = [
      { id: told, matches: [match('several-concerns', 0, 5)] },
      { id: part, matches: [match('does-not-want-to-live', 0, 2)] },
    ];
    await world.stores.heard.takePart(addressId, parts, caseId);
    await world.stores.heard.takePart(addressId, parts, null);
    const lines = await createPostgresTimelineStore(world.database.db, world.keys).ofCase(caseId, 100);
    expect(lines).toMatchObject([
      { id: told, level: 'concern', matches: [...concern.matches, match('several-concerns', 0, 5)] },
      { id: part, level: 'none', matches: [match('does-not-want-to-live', 0, 2)] },
    ]);
    expect(lines.length).toBe(2);
  });

  it('costs one look at an index, however long the conversation is', async () => {
    await world.database.sql(
      `insert into xinqiao.heard (id, address_id, kind, body_sealed, level, at)
       select gen_random_uuid(), $1, 'choice', '\\x00', 'none', $2 from generate_series(1, 20000)`,
      [addressId, at(-3_600)],
    );
    await world.database.sql('analyze xinqiao.heard');
    const plan = await world.database.sql<{ 'QUERY PLAN': string }>(
      `explain analyze select id from (select id, at from xinqiao.heard where address_id = $1
         order by seq desc limit 20) as latest where at >= $2`,
      [addressId, at(-300)],
    );
    const text = plan.map((row) => row['QUERY PLAN']).join('\n');
    expect(text).toContain('heard_address');
    expect(text).toMatch(/Index Scan Backward.*rows=20[. ]/);
  });
});
