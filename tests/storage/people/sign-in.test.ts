import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { SignInStore } from '../../../src/people/staff-store.ts';
import { createPostgresSignInStore } from '../../../src/storage/people/postgres-sign-in-store.ts';
import { openStoreWorld, type StoreWorld } from '../store-world.ts';

const NOW = new Date('2026-11-23T02:00:00Z');
const later = (seconds: number): Date => new Date(NOW.getTime() + seconds * 1_000);
const HOUR = 3_600;

describe('signing in to the console, on real PostgreSQL', () => {
  let world: StoreWorld;
  let signIn: SignInStore;
  let staffId: string;
  let link: string;
  let tests = 0;

  beforeAll(async () => {
    world = await openStoreWorld();
    signIn = createPostgresSignInStore(world.database.db, world.keys);
  });
  afterAll(() => world.close());
  beforeEach(async () => {
    tests += 1;
    staffId = await world.addStaff(`林老师 ${tests}`);
    link = randomUUID();
    await signIn.issueLink({ staffId, token: link, now: NOW, expiresAt: later(300) });
  });

  const press = (linkToken = link, now = later(1), sessionToken: string = randomUUID()) =>
    signIn.consumeLink({
      linkToken,
      sessionId: randomUUID(),
      sessionToken,
      csrf: 'csrf',
      now,
      expiresAt: later(12 * HOUR),
    });

  it('shows whose link it is as often as one looks, and consumes nothing', async () => {
    for (let looks = 0; looks < 5; looks += 1)
      expect(await signIn.peekLink(link, later(1))).toMatchObject({ id: staffId });
    expect(await press()).toMatchObject({
      staff: { id: staffId },
      csrf: 'csrf',
      expiresAt: later(12 * HOUR),
    });
    expect(await signIn.peekLink(link, later(1))).toBeNull();
  });

  it('uses a link once, however many press at once', async () => {
    const pressed = await Promise.all(Array.from({ length: 20 }, () => press()));
    expect(pressed.filter((session) => session !== null)).toHaveLength(1);
    const rows = await world.database.sql('select from xinqiao.staff_session where staff_id = $1', [staffId]);
    expect(rows).toHaveLength(1);
  });

  it('takes neither an old link nor a made-up one', async () => {
    expect(await signIn.peekLink(link, later(299))).not.toBeNull();
    expect(await signIn.peekLink(link, later(300))).toBeNull();
    expect(await press(link, later(300))).toBeNull();
    expect(await press(randomUUID())).toBeNull();
    expect(await press('')).toBeNull();
    expect(await press(link, later(299))).not.toBeNull();
  });

  it('keeps a session until it expires or is ended', async () => {
    const token = randomUUID();
    const session = await press(link, later(1), token);
    expect(await signIn.session(token, later(2))).toEqual(session);
    expect(await signIn.session(token, later(12 * HOUR))).toBeNull();
    expect(await signIn.session(link, later(2))).toBeNull();
    await signIn.endSession(session?.id ?? '', later(3));
    expect(await signIn.session(token, later(4))).toBeNull();
  });

  it('counts a session as alive while it is used', async () => {
    const token = randomUUID();
    await press(link, later(1), token);
    await signIn.session(token, later(HOUR));
    const alive = async (since: number) =>
      (await world.stores.duty.presence(later(since))).find((one) => one.staffId === staffId)?.console;
    expect(await alive(HOUR - 1)).toBe(true);
    expect(await alive(HOUR + 1)).toBe(false);
  });

  it('ends everything of a person at once: sessions, links, addresses and on-call', async () => {
    const token = randomUUID();
    await press(link, later(1), token);
    const unused = randomUUID();
    await signIn.issueLink({ staffId, token: unused, now: NOW, expiresAt: later(300) });
    const { staff, duty, addresses } = world.stores;
    const who = { channel: 'telegram', bot: 'bot', account: randomUUID(), now: NOW } as const;
    const { addressId } = await world.transactions.run((stores) => stores.addresses.findOrCreate(who));
    const waiting = { channel: 'telegram', expiresAt: later(300), onCall: true, now: NOW } as const;
    const prepare = (account: string, code: string) =>
      staff.prepareAddress({ id: randomUUID(), staffId, account, sentTo: null, code, ...waiting });
    await prepare(who.account, 'XQ-AAAAAAAA');
    await staff.activate({ addressId, code: 'XQ-AAAAAAAA', onCallId: randomUUID(), now: NOW });
    const second = { ...who, account: randomUUID() };
    await prepare(second.account, 'XQ-BBBBBBBB');
    const presence = async () => (await duty.presence(NOW)).find((one) => one.staffId === staffId);
    expect(await presence()).toMatchObject({ messenger: true, hears: true, console: true, besideRota: true });

    await world.transactions.run((stores) => stores.staff.revoke(staffId, later(2)));
    expect(await signIn.session(token, later(3))).toBeNull();
    expect(await signIn.peekLink(unused, later(3))).toBeNull();
    expect(await press(unused, later(3))).toBeNull();
    expect(await staff.byAddress(addressId)).toBeNull();
    expect(await staff.byContact((await addresses.byId(addressId)).contactId)).toBeNull();
    expect(await staff.addresses([staffId])).toEqual([]);
    expect(await presence()).toBeUndefined();
    expect(await staff.byId(staffId)).toMatchObject({ disabledAt: later(2) });
    const late = await world.transactions.run((stores) => stores.addresses.findOrCreate(second));
    const activation = { addressId: late.addressId, code: 'XQ-BBBBBBBB', onCallId: randomUUID() };
    expect(await staff.activate({ ...activation, now: later(3) })).toBeNull();
  });

  it('lets nobody in whose link is pressed while they are being revoked', async () => {
    const token = randomUUID();
    await Promise.all([
      world.transactions.run((stores) => stores.staff.revoke(staffId, later(2))),
      press(link, later(2), token),
    ]);
    expect(await signIn.session(token, later(3))).toBeNull();
  });

  it('keeps no secret in the open', async () => {
    const token = randomUUID();
    await press(link, later(1), token);
    for (const table of ['sign_in_link', 'staff_session']) {
      const rows = await world.database.sql<{ row: string }>(`select t::text as row from xinqiao.${table} t`);
      const all = rows.map(({ row }) => row).join('\n');
      for (const secret of [link, token]) {
        expect(all).not.toContain(secret);
        expect(all).not.toContain(Buffer.from(secret).toString('hex'));
      }
    }
  });
});

describe('codes that make an account somebody’s address, on real PostgreSQL', () => {
  let world: StoreWorld;
  beforeAll(async () => {
    world = await openStoreWorld();
  });
  afterAll(() => world.close());

  it('work once, however often they come at once, and put on call once', async () => {
    const staffId = await world.addStaff('文老师');
    const { staff } = world.stores;
    const who = { channel: 'telegram', bot: 'bot', account: '200', now: NOW } as const;
    const prepared = { channel: 'telegram', account: '200', code: 'XQ-CCCCCCCC', onCall: true } as const;
    await staff.prepareAddress({
      id: randomUUID(),
      staffId,
      sentTo: null,
      ...prepared,
      expiresAt: later(60),
      now: NOW,
    });
    const { addressId } = await world.transactions.run((stores) => stores.addresses.findOrCreate(who));
    const answers = await Promise.all(
      Array.from({ length: 20 }, () =>
        world.transactions.run((stores) =>
          stores.staff.activate({ addressId, code: 'XQ-CCCCCCCC', onCallId: randomUUID(), now: NOW }),
        ),
      ),
    );
    expect(answers.filter((answer) => answer !== null)).toHaveLength(1);
    expect(await world.database.sql('select from xinqiao.on_call where until is null')).toHaveLength(1);
    expect(await staff.addresses([staffId])).toMatchObject([{ addressId, activeAt: NOW }]);
  });
});
