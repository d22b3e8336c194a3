import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { HeardKind } from '../../../src/conversation/ports/heard-store.ts';
import type { Line, TimelineStore } from '../../../src/conversation/ports/timeline.ts';
import { say } from '../../../src/core/message.ts';
import type { Screening } from '../../../src/keywords/screening.ts';
import { createPostgresTimelineStore } from '../../../src/storage/conversation/postgres-timeline-store.ts';
import { SEEN_OWING } from '../../support/seen.ts';
import { hearLine } from '../hear-line.ts';
import { openStoreWorld, type StoreWorld } from '../store-world.ts';

const NOW = new Date('2026-11-23T02:00:00Z');
const at = (seconds: number): Date => new Date(NOW.getTime() + seconds * 1_000);
const MINUTE = 60;
const calm: Screening = { level: 'none', handoff: false, categories: [], matches: [] };

describe('what was said, on real PostgreSQL', () => {
  let world: StoreWorld;
  let timeline: TimelineStore;
  let lin: string;
  let contactId: string;
  let addressId: string;

  beforeAll(async () => {
    world = await openStoreWorld();
    timeline = createPostgresTimelineStore(world.database.db, world.keys);
    lin = await world.addStaff('林老师');
  });
  afterAll(() => world.close());
  beforeEach(async () => {
    ({ contactId, addressId } = await world.addPerson('telegram'));
  });

  const hear = async (text: string, seconds: number, screening = calm, kind: HeardKind = 'text') => {
    const id = randomUUID();
    await hearLine(world.stores, addressId, { id, caseId: null, kind, text, screening }, at(seconds));
    return id;
  };
  const tell = async (text: string, seconds: number, authorStaffId: string | null = null, sent = true) => {
    const id = randomUUID();
    const { outgoing } = world.stores;
    const place = { addressId, lane: 'conversation', channel: 'telegram', bot: 'bot' } as const;
    const message = say(text, [{ id: 'a', label: '好' }]);
    const row = { id, addressId, lane: place.lane, dedupeKey: id, message, caseId: null, authorStaffId };
    await outgoing.add([{ ...row, notBefore: at(seconds) }], at(seconds));
    if (!sent) return id;
    await outgoing.claim(place, { claimedBy: 'me', lease: null, now: at(seconds) });
    await outgoing.sent(id, 'me', null, at(seconds));
    return id;
  };
  const openCase = async (seconds: number): Promise<string> => {
    const who = { contactId, addressId, channel: 'telegram', level: 'high', knownContact: true } as const;
    const opened = await world.stores.cases.openOrJoin({ id: randomUUID(), ...who, now: at(seconds) });
    return opened.case.id;
  };
  const texts = (lines: readonly Line[]): string[] => lines.map((line) => line.text);

  it('comes back with level and spans', async () => {
    const screening: Screening = {
      level: 'imminent',
      handoff: true,
      categories: ['suicide'],
      matches: [
        { rule: 'a.b', start: 1, end: 4 },
        { rule: 'c.d', start: 7, end: 9 },
      ],
    };
    const id = await hear('我不想活了，今晚', 0, screening, 'edit');
    expect(await timeline.ofAddress(addressId, null, 10)).toEqual([
      {
        from: 'student',
        id,
        at: NOW,
        kind: 'edit',
        text: '我不想活了，今晚',
        level: 'imminent',
        matches: screening.matches,
      },
    ]);
  });

  it('tells bot, counsellor and student apart, oldest first, a word before its answer', async () => {
    const asked = await hear('在吗', 1);
    const answered = await tell('在的', 1);
    const spoken = await tell('我是林老师', 2, lin);
    expect(await timeline.ofAddress(addressId, null, 10)).toMatchObject([
      { from: 'student', id: asked, text: '在吗' },
      { from: 'bot', id: answered, text: '在的', author: null, delivery: 'sent', choices: [{ label: '好' }] },
      { from: 'counsellor', id: spoken, text: '我是林老师', author: '林老师' },
    ]);
  });

  it('shows the student only what was sent, and staff also what was not', async () => {
    const caseId = await openCase(0);
    await hear('一', 1);
    await tell('没有送到', 2, lin, false);
    expect(texts(await timeline.ofAddress(addressId, null, 10))).toEqual(['一']);
    expect(await timeline.ofCase(caseId, 10)).toMatchObject([
      { text: '一' },
      { text: '没有送到', delivery: 'due' },
    ]);
  });

  it('begins after the time asked for and keeps the last lines', async () => {
    for (const second of [1, 2, 3, 4]) await hear(`听${second}`, second);
    for (const second of [1, 2, 3, 4]) await tell(`说${second}`, second);
    expect(texts(await timeline.ofAddress(addressId, at(2), 10))).toEqual(['听3', '说3', '听4', '说4']);
    expect(texts(await timeline.ofAddress(addressId, null, 3))).toEqual(['说3', '听4', '说4']);
  });

  it('belongs to a case from ten minutes before it was opened until it was closed', async () => {
    await hear('太早', -10 * MINUTE);
    await hear('刚好', -10 * MINUTE + 1);
    await tell('之前', -1);
    const caseId = await openCase(0);
    await hear('其中', 1);
    await world.stores.cases.acknowledge(
      caseId,
      lin,
      { dangerous: NOW, harmless: NOW, signless: NOW, studentSilent: NOW },
      at(2),
    );
    await world.stores.cases.close(caseId, lin, { outcome: 'ordinary', note: '', seen: SEEN_OWING }, at(60));
    await tell('再见', 60);
    await hear('太晚', 61);
    expect(texts(await timeline.ofCase(caseId, 10))).toEqual(['刚好', '之前', '其中', '再见']);
    expect(texts(await timeline.ofCase(caseId, 2))).toEqual(['其中', '再见']);
    expect(await timeline.ofCase(randomUUID(), 10)).toEqual([]);
  });

  it('never mixes two addresses', async () => {
    await hear('我的', 1);
    const mine = addressId;
    ({ addressId } = await world.addPerson('telegram'));
    await hear('别人的', 1);
    expect(texts(await timeline.ofAddress(mine, null, 10))).toEqual(['我的']);
  });

  it('holds neither words nor spans in the open', async () => {
    const matches = [{ rule: 'marker.rule', start: 0, end: 4 }];
    await hear('标记字样', 1, { ...calm, level: 'concern', matches });
    const rows = await world.database.sql<{ row: string; body: Buffer; screening: Buffer }>(
      `select h::text as row, body_sealed as body, screening_sealed as screening
       from xinqiao.heard h where address_id = $1`,
      [addressId],
    );
    expect(rows).toHaveLength(1);
    for (const { row, body, screening } of rows) {
      expect(row).not.toMatch(/标记字样|marker/);
      expect(body.includes(Buffer.from('标记字样'))).toBe(false);
      expect(screening.includes(Buffer.from('marker'))).toBe(false);
    }
  });

  describe('and is looked at every day', () => {
    const review = async (text: string, seconds: number): Promise<string> => {
      const heardId = await hear(text, seconds, { ...calm, level: 'concern' });
      const id = randomUUID();
      const item = { id, heardId, addressId, reason: 'concern', now: at(seconds) } as const;
      await world.stores.heard.addReview(item);
      return id;
    };
    const mine = async (ids: readonly string[]) =>
      (await world.stores.heard.openReviews(1_000)).filter((item) => ids.includes(item.id));

    it('oldest first, with the words, until somebody has looked, once', async () => {
      const second = await review('二', 20);
      const first = await review('一', 10);
      const both = [first, second];
      expect(await mine(both)).toMatchObject([
        { id: first, reason: 'concern', at: at(10), line: { text: '一', level: 'concern' } },
        { id: second, line: { text: '二' } },
      ]);
      const marks = await Promise.all(
        Array.from({ length: 10 }, () => world.stores.heard.markReviewed(first, lin, at(30))),
      );
      expect(marks.filter(Boolean)).toHaveLength(1);
      expect((await mine(both)).map((item) => item.id)).toEqual([second]);
      expect(await world.stores.heard.markReviewed(randomUUID(), lin, NOW)).toBe(false);
    });

    it('at most as many as asked for', async () => {
      await review('三', 30);
      await review('四', 40);
      expect(await world.stores.heard.openReviews(1)).toHaveLength(1);
    });
  });
});
