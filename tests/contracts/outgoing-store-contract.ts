import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { say } from '../../src/core/message.ts';
import { createOutgoingActions, inSeconds, NOW, type OutgoingStoreWorld } from './outgoing-store-world.ts';

/** What every store of outgoing rows keeps, whatever it is made of. Each test has an address and a bot of its own. */
export function outgoingStoreContract(name: string, open: () => Promise<OutgoingStoreWorld>): void {
  describe(`outgoing rows: ${name}`, () => {
    let world: OutgoingStoreWorld;
    let to: string;
    let account: string;
    let bot: string;
    let tests = 0;
    const { row, add, placeOf, claim, claimed, drain } = createOutgoingActions(() => world.store);

    beforeAll(async () => {
      world = await open();
    });
    beforeEach(async () => {
      tests += 1;
      bot = `bot ${tests}`;
      ({ addressId: to, account } = await world.addAddress(bot));
    });

    describe('adding', () => {
      it('makes one message of the same dedupe key, the first', async () => {
        const first = row(to, 'conversation', '一', { dedupeKey: `key ${tests}` });
        const second = row(to, 'conversation', '二', { dedupeKey: `key ${tests}` });
        expect(await world.store.add([first, second], NOW)).toEqual([first.id]);
        expect(await world.store.add([second], NOW)).toEqual([]);
        expect(await drain(to, 'conversation')).toEqual(['一']);
        expect(await world.store.add([second], NOW)).toEqual([]);
      });

      it('knows where a row goes', async () => {
        const [id] = await add(to, 'reminder', '一');
        const places = await world.store.places([id ?? '', crypto.randomUUID()]);
        expect([...places]).toEqual([[id, placeOf(to, 'reminder', bot)]]);
      });
    });

    describe('claiming', () => {
      it('hands over everything that sending needs', async () => {
        const message = say('一', [{ id: 'a', label: '好' }]);
        const [id] = await world.store.add([row(to, 'crisis', '', { message })], NOW);
        expect(
          await world.store.claim(placeOf(to, 'crisis', bot), { claimedBy: 'me', lease: null, now: NOW }),
        ).toEqual({
          id,
          ...placeOf(to, 'crisis', bot),
          language: 'zh',
          account,
          message,
          at: NOW,
          caseId: null,
          authorStaffId: null,
          attempts: 1,
          dedupeKey: expect.any(String),
          repeat: false,
        });
      });

      it('keeps the order of an address and lane: nothing overtakes what is in hand or waits', async () => {
        await add(to, 'conversation', '一', '二', '三');
        const first = await claimed(to, 'conversation');
        expect(await claim(to, 'conversation', { by: 'other' })).toBeNull();
        await world.store.retry(first.id, 'me', inSeconds(5), 'busy');
        expect(await claim(to, 'conversation', { seconds: 4 })).toBeNull();
        expect((await claimed(to, 'conversation', 5)).message.text).toBe('一');
        await world.store.sent(first.id, 'me', 'x', inSeconds(5));
        expect(await drain(to, 'conversation')).toEqual(['二', '三']);
      });

      it('lets crisis wait for no other lane, and no address for another', async () => {
        const other = (await world.addAddress(bot)).addressId;
        for (const lane of ['conversation', 'reminder', 'campaign'] as const) {
          await add(to, lane, lane);
          await claimed(to, lane);
        }
        await add(to, 'crisis', '急');
        await add(other, 'conversation', '他人');
        expect(await drain(to, 'crisis')).toEqual(['急']);
        expect(await drain(other, 'conversation')).toEqual(['他人']);
      });

      it('waits until a row may go', async () => {
        await world.store.add([row(to, 'reminder', '一', { notBefore: inSeconds(60) })], NOW);
        expect(await claim(to, 'reminder', { seconds: 59 })).toBeNull();
        expect(await world.store.dueOf(to, inSeconds(59))).toEqual([]);
        expect(await claim(to, 'reminder', { seconds: 60 })).toMatchObject({ attempts: 1 });
      });

      it('goes on behind a row that failed for good', async () => {
        await add(to, 'conversation', '一', '二');
        await world.store.failed((await claimed(to, 'conversation')).id, 'me', 'blocked');
        expect(await drain(to, 'conversation')).toEqual(['二']);
      });

      it('gives each row to one of twenty who claim at once, in order', async () => {
        const texts = Array.from({ length: 10 }, (_, index) => `${index}`);
        await add(to, 'conversation', ...texts);
        const claimers = Array.from({ length: 20 }, (_, index) => `claimer ${index}`);
        for (const text of texts) {
          const got = await Promise.all(claimers.map((by) => claim(to, 'conversation', { by })));
          const rows = got.filter((one) => one !== null);
          expect(rows.map((one) => one.message.text)).toEqual([text]);
          const by = claimers[got.findIndex((one) => one !== null)] ?? '';
          await world.store.sent(rows[0]?.id ?? '', by, null, NOW);
        }
      });

      it('needs the epoch of the lease, where there is one', async () => {
        await add(to, 'conversation', '一');
        const old = await world.takeLease(bot);
        const epoch = await world.takeLease(bot);
        const by = (lease: { name: string; epoch: number }) =>
          world.store.claim(placeOf(to, 'conversation', bot), { claimedBy: 'me', lease, now: NOW });
        expect(await by({ name: bot, epoch: old })).toBeNull();
        expect(await by({ name: `${bot}, another`, epoch })).toBeNull();
        expect(await by({ name: bot, epoch })).toMatchObject({ message: { text: '一' } });
      });
    });

    describe('a row whose fate nobody knows', () => {
      it.each(['crisis', 'conversation'] as const)(
        'is sent again in %s, marked, before all behind it',
        async (lane) => {
          await add(to, lane, '一', '二');
          await world.store.unknown((await claimed(to, lane)).id, 'me', 'timeout', inSeconds(1));
          expect(await claim(to, lane)).toBeNull();
          expect(await claimed(to, lane, 1)).toMatchObject({
            message: { text: '一' },
            repeat: true,
            attempts: 2,
          });
        },
      );

      it.each(['reminder', 'campaign'] as const)('is never sent again in %s', async (lane) => {
        await add(to, lane, '一', '二');
        await world.store.unknown((await claimed(to, lane)).id, 'me', 'timeout', NOW);
        expect(await drain(to, lane)).toEqual(['二']);
        expect(await claim(to, lane, { seconds: 9_999 })).toBeNull();
      });

      it('stays a repeat when the repeat could not be sent', async () => {
        await add(to, 'crisis', '一');
        await world.store.unknown((await claimed(to, 'crisis')).id, 'me', 'timeout', NOW);
        await world.store.retry((await claimed(to, 'crisis')).id, 'me', inSeconds(2), 'busy');
        expect(await claimed(to, 'crisis', 2)).toMatchObject({ repeat: true, attempts: 3 });
      });

      it('is no repeat when it certainly was not sent', async () => {
        await add(to, 'crisis', '一');
        await world.store.retry((await claimed(to, 'crisis')).id, 'me', inSeconds(2), 'busy');
        expect(await claimed(to, 'crisis', 2)).toMatchObject({ repeat: false, attempts: 2 });
      });

      it('belongs to whoever was gone: rows in hand too long are sent again', async () => {
        const farLater = inSeconds(1_000_000);
        await world.store.recoverStale({ claimedBefore: farLater, now: farLater });
        await add(to, 'crisis', '一');
        await claimed(to, 'crisis', 10);
        expect(await world.store.recoverStale({ claimedBefore: inSeconds(10), now: inSeconds(30) })).toBe(0);
        expect(await claim(to, 'crisis', { seconds: 30 })).toBeNull();
        expect(await world.store.recoverStale({ claimedBefore: inSeconds(11), now: inSeconds(31) })).toBe(1);
        expect(await claim(to, 'crisis', { seconds: 30 })).toBeNull();
        expect(await claimed(to, 'crisis', 31)).toMatchObject({ repeat: true });
      });

      it('is found by whoever speaks for the bot next, but not where somebody else speaks', async () => {
        const other = (await world.addAddress(`${bot}, another`)).addressId;
        await add(to, 'crisis', '一');
        await add(other, 'crisis', '一');
        await add(to, 'conversation', '二');
        await claim(to, 'crisis', { by: 'gone' });
        await claim(other, 'crisis', { by: 'gone' });
        await claim(to, 'conversation', { by: 'new' });
        const recovery = { bot, channel: 'telegram', claimedBy: 'new', now: NOW } as const;
        expect(await world.store.recoverOthers(recovery)).toBe(1);
        expect(await claim(to, 'crisis', { by: 'new' })).toMatchObject({ repeat: true });
        expect(await claim(other, 'crisis', { by: 'new' })).toBeNull();
        expect(await claim(to, 'conversation', { by: 'new' })).toBeNull();
      });

      it('cannot be settled any more by whoever lost it', async () => {
        await add(to, 'crisis', '一');
        const lost = await claim(to, 'crisis', { by: 'gone' });
        await world.store.recoverOthers({ bot, channel: 'telegram', claimedBy: 'new', now: NOW });
        const id = lost?.id ?? '';
        expect(await claim(to, 'crisis', { by: 'new' })).toMatchObject({ id });
        await world.store.sent(id, 'gone', null, NOW);
        await world.store.failed(id, 'gone', 'blocked');
        await world.store.retry(id, 'gone', NOW, 'busy');
        await world.store.unknown(id, 'gone', 'timeout', NOW);
        expect(await claim(to, 'crisis', { by: 'third' })).toBeNull();
        await world.store.sent(id, 'new', null, NOW);
        expect(await claim(to, 'crisis', { by: 'third', seconds: 9_999 })).toBeNull();
      });
    });

    describe('what is due', () => {
      it('is one row of each lane of an address', async () => {
        const [crisis] = await add(to, 'crisis', '一', '二');
        const [conversation] = await add(to, 'conversation', '三');
        expect([...(await world.store.dueOf(to, NOW))].sort()).toEqual([crisis, conversation].sort());
        await drain(to, 'crisis');
        expect(await world.store.dueOf(to, NOW)).toEqual([conversation]);
      });

      it('is crisis before all else, then the oldest, and only what stands first at its place', async () => {
        const later = (await world.addAddress(bot)).addressId;
        const waiting = (await world.addAddress(bot)).addressId;
        const at = (seconds: number) => ({ notBefore: inSeconds(seconds - 1_000_000 * tests) });
        const [second] = await world.store.add(
          [row(to, 'conversation', '一', at(1)), row(to, 'conversation', '二', at(0))],
          NOW,
        );
        const [third] = await world.store.add([row(later, 'conversation', '三', at(2))], NOW);
        const [first] = await world.store.add([row(later, 'crisis', '急', at(3))], NOW);
        await world.store.add(
          [row(waiting, 'crisis', '等', at(9)), row(waiting, 'crisis', '后', at(0))],
          NOW,
        );
        const due = (seconds: number, limit: number) =>
          world.store.duePlaces(at(seconds).notBefore, [{ channel: 'telegram', bot }], limit);
        expect(await due(5, 1_000)).toEqual([first, second, third]);
        expect(await due(5, 1)).toEqual([first]);
        expect(await world.store.duePlaces(at(5).notBefore, [{ channel: 'web', bot }], 9)).toEqual([]);
        expect(await world.store.duePlaces(at(5).notBefore, [], 9)).toEqual([]);
        await claim(to, 'conversation', { by: 'other' });
        expect(await due(5, 1_000)).toEqual([first, third]);
      });

      it('names no reminder again whose fate nobody knows, and what stands behind it', async () => {
        const at = inSeconds(-1_000_000 * tests);
        const rows = ['一', '二'].map((text) => row(to, 'reminder', text, { notBefore: at }));
        const [, second] = await world.store.add(rows, NOW);
        await world.store.unknown((await claimed(to, 'reminder')).id, 'me', 'timeout', at);
        expect(await world.store.duePlaces(at, [{ channel: 'telegram', bot }], 9)).toEqual([second]);
      });
    });
  });
}
