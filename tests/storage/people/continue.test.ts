import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addMs, hoursMs } from '../../../src/core/clock.ts';
import { createPostgresWebSessionStore } from '../../../src/storage/people/postgres-web-session-store.ts';
import { MADE_AT, openStoreWorld, type StoreWorld } from '../store-world.ts';

let world: StoreWorld;

beforeAll(async () => {
  world = await openStoreWorld();
});
afterAll(() => world.close());

const sessions = () => createPostgresWebSessionStore(world.database.db, world.keys, randomUUID);

async function makeLink() {
  const { addressId, contactId } = await world.addPerson('telegram');
  const token = randomUUID();
  await world.stores.continues.makeLink({
    token,
    addressId,
    now: MADE_AT,
    expiresAt: addMs(MADE_AT, hoursMs(48)),
  });
  return { addressId, contactId, token };
}

const follow = (token: string, now = MADE_AT, sessionToken = `browser-${randomUUID()}`) =>
  world.transactions.run(({ continues }) =>
    continues.follow({ token, sessionToken, joinId: randomUUID(), now }),
  );

describe('a link that continues on the web page', () => {
  it('makes the browser an address of the same person, in their language', async () => {
    const { addressId, contactId, token } = await makeLink();
    await world.stores.addresses.setLanguage(addressId, 'en');
    const browser = `browser-${randomUUID()}`;
    const joined = await follow(token, MADE_AT, browser);
    expect(joined).toMatchObject({ contactId, from: { addressId, channel: 'telegram' } });
    expect(await sessions().find(browser)).toMatchObject({
      addressId: joined?.toAddressId,
      contactId,
      language: 'en',
    });
  });

  it('can be looked at as often as a preview likes, and followed once, by one of ten at once', async () => {
    const { token } = await makeLink();
    expect(await world.stores.continues.isOpen(token, MADE_AT)).toBe(true);
    expect(await world.stores.continues.isOpen(token, MADE_AT)).toBe(true);
    const followed = await Promise.all(Array.from({ length: 10 }, () => follow(token)));
    expect(followed.filter((one) => one !== null)).toHaveLength(1);
    expect(await world.stores.continues.isOpen(token, MADE_AT)).toBe(false);
  });

  it('ends with its time, and is nothing to whoever guesses', async () => {
    const { token } = await makeLink();
    const late = addMs(MADE_AT, hoursMs(48));
    expect(await world.stores.continues.isOpen(token, late)).toBe(false);
    expect(await follow(token, late)).toBeNull();
    expect(await follow(randomUUID())).toBeNull();
  });

  it('can be taken back, every one of them: the browsers are strangers of their own', async () => {
    const { addressId, contactId, token } = await makeLink();
    const second = randomUUID();
    const expiresAt = addMs(MADE_AT, hoursMs(48));
    await world.stores.continues.makeLink({ token: second, addressId, now: MADE_AT, expiresAt });
    const browser = `browser-${randomUUID()}`;
    const joined = await follow(token, MADE_AT, browser);
    const other = await follow(second);
    expect(await world.stores.continues.joinedAt(joined?.toAddressId ?? '')).toEqual(MADE_AT);
    const later = addMs(MADE_AT, hoursMs(1));
    const undo = () =>
      world.transactions.run(({ continues }) =>
        continues.undo({ fromAddressId: addressId, newId: randomUUID, now: later }),
      );
    const strangers = await undo();
    expect(strangers.map((one) => one.addressId).sort()).toEqual(
      [joined?.toAddressId, other?.toAddressId].sort(),
    );
    expect(new Set([contactId, ...strangers.map((one) => one.contactId)]).size).toBe(3);
    expect(strangers.map(({ danger }) => danger)).toEqual([null, null]);
    expect(await sessions().find(browser)).toMatchObject({ freshAt: later });
    expect(await undo()).toEqual([]);
    expect(await world.stores.continues.joinedAt(joined?.toAddressId ?? '')).toBeNull();
  });
});
