import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createOutgoingActions, inSeconds } from '../../contracts/outgoing-store-world.ts';
import { openStoreWorld, type StoreWorld } from '../store-world.ts';

/** Tries after which others may pass. */
const TRIES = 8;

let world: StoreWorld;
let to: string;
const { add, claim, claimed } = createOutgoingActions(() => world.stores.outgoing);

beforeAll(async () => {
  world = await openStoreWorld();
});
afterAll(() => world.close());
beforeEach(async () => {
  to = (await world.addPerson('telegram')).addressId;
});

const unknown = (id: string, tryAt: number) =>
  world.stores.outgoing.unknown(id, 'me', 'http-502', inSeconds(tryAt));

/** The first row is tried once a second, and never answered; it is due again a minute after the last try. */
async function tryInVain(times: number): Promise<string> {
  let id = '';
  for (let second = 0; second < times; second += 1) {
    id = (await claimed(to, 'crisis', second)).id;
    await unknown(id, second === times - 1 ? second + 60 : second + 1);
  }
  return id;
}

const duePlaces = (seconds: number) =>
  world.stores.outgoing.duePlaces(inSeconds(seconds), [{ channel: 'telegram', bot: 'bot' }], 100);

describe('a row that the platform never answers', () => {
  it('keeps those behind it waiting while it is tried often', async () => {
    await add(to, 'crisis', '同学的话', '【危急】新的呼叫');
    await tryInVain(TRIES - 1);
    expect(await claim(to, 'crisis', { seconds: TRIES + 1 })).toBeNull();
  });

  it('lets the next page pass while it waits, and is tried again itself', async () => {
    const [first, page] = await add(to, 'crisis', '同学的话', '【危急】新的呼叫');
    expect(await tryInVain(TRIES)).toBe(first);
    expect(await duePlaces(TRIES)).toContain(page);
    expect((await claimed(to, 'crisis', TRIES)).message.text).toBe('【危急】新的呼叫');
    await world.stores.outgoing.sent(page ?? '', 'me', null, inSeconds(TRIES));
    const again = await claimed(to, 'crisis', TRIES + 60);
    expect(again).toMatchObject({ id: first, repeat: true });
  });

  it('goes first again after an outage: what came after it waits with it', async () => {
    const [first, second] = await add(to, 'crisis', '一', '二', '三');
    await tryInVain(TRIES);
    const later = await claimed(to, 'crisis', TRIES);
    expect(later.id).toBe(second);
    await unknown(later.id, TRIES + 1);
    expect(await claim(to, 'crisis', { seconds: TRIES + 30 })).toBeNull();
    const dueAt = TRIES - 1 + 60;
    expect(await duePlaces(dueAt)).toContain(first);
    const texts: string[] = [];
    for (let one = await claim(to, 'crisis', { seconds: dueAt }); one; ) {
      texts.push(one.message.text);
      await world.stores.outgoing.sent(one.id, 'me', null, inSeconds(dueAt));
      one = await claim(to, 'crisis', { seconds: dueAt });
    }
    expect(texts).toEqual(['一', '二', '三']);
  });
});
