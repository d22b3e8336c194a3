import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { addMs, hoursMs } from '../../../src/core/clock.ts';
import { type CampaignWorld, EXPIRES, NOW, openCampaignWorld } from './campaign-world.ts';

const LATER = addMs(NOW, hoursMs(1));

describe('campaigns in PostgreSQL', () => {
  let world: CampaignWorld;
  beforeEach(async () => {
    world = await openCampaignWorld();
  });
  afterEach(() => world.close());

  const readers = (count: number) => Promise.all(Array.from({ length: count }, () => world.addReader()));
  const claimOf = (addressId: string) =>
    world.stores.outgoing.claim(
      { addressId, lane: 'campaign', channel: 'telegram', bot: 'bot' },
      { claimedBy: 'me', lease: null, now: NOW },
    );

  it('keep a draft as it was written, once for each form', async () => {
    const { campaigns } = world.stores;
    const id = randomUUID();
    const draft = {
      title: '活动',
      zh: '你好',
      en: 'Hello',
      segment: { kind: 'channel', in: ['web'] },
    } as const;
    const input = { ...draft, id, authorId: world.author, blur: 321, now: NOW };
    expect(await campaigns.add(input)).toBe(true);
    expect(await campaigns.add({ ...input, title: 'again' })).toBe(false);
    expect(await campaigns.byId(id)).toMatchObject({ ...draft, status: 'draft', version: 1, blur: 321 });
    expect((await campaigns.list(10)).map((one) => one.id)).toEqual([id]);
    expect(await campaigns.byId(randomUUID())).toBeNull();
  });

  it('refuse to change or send what somebody else has changed meanwhile', async () => {
    const { campaigns } = world.stores;
    const id = await world.addDraft();
    const draft = { title: 'x', zh: 'y', en: null, segment: { kind: 'everyone' } } as const;
    expect(await campaigns.edit(id, 1, draft, NOW)).toBe(true);
    expect(await campaigns.edit(id, 1, draft, NOW)).toBe(false);
    expect(await campaigns.schedule(id, 1, LATER, NOW)).toBe(false);
    expect(await campaigns.schedule(id, 2, LATER, NOW)).toBe(true);
    expect(await campaigns.schedule(id, 2, LATER, NOW)).toBe(false);
    expect(await campaigns.edit(id, 2, draft, NOW)).toBe(false);
    expect(await campaigns.inMotion(NOW)).toEqual([]);
    expect(await campaigns.inMotion(LATER)).toEqual([id]);
  });

  it('are in one hand at a time', async () => {
    const id = await world.begun();
    await world.transactions.run(async (first) => {
      expect((await first.campaigns.lock(id))?.id).toBe(id);
      await world.transactions.run(async (second) => {
        expect(await second.campaigns.lock(id)).toBeNull();
      });
    });
  });

  it('write one message a person, however many rounds run at once and whatever they lose', async () => {
    await readers(30);
    const id = await world.begun();
    const round = () =>
      world.transactions.run(async (stores) => {
        if ((await stores.campaigns.lock(id)) === null) return;
        await world.write(stores, id, 7);
      });
    const crash = () =>
      world.transactions
        .run(async (stores) => {
          await stores.campaigns.lock(id);
          await world.write(stores, id, 5);
          throw new Error('gone');
        })
        .catch(() => undefined);
    for (let tries = 0; tries < 6; tries += 1) await Promise.all([round(), crash(), round(), round()]);
    for (let tries = 0; tries < 6; tries += 1) await round();
    expect(await world.statuses(id)).toEqual([{ status: 'due', error_code: null, people: 30 }]);
    const rows = await world.database.sql(
      "select distinct address_id from xinqiao.outgoing where lane = 'campaign'",
    );
    expect(rows).toHaveLength(30);
    expect(await world.stores.campaigns.progress(id)).toEqual({ total: 30, sent: 0, waiting: 30, rest: 0 });
  });

  it('stand in nobody’s way while they are paused, and go on afterwards', async () => {
    const [one] = await readers(1);
    if (one === undefined) throw new Error('nobody');
    const { campaigns } = world.stores;
    const id = await world.begun();
    await world.write(world.stores, id, 10);
    expect(await campaigns.pause(id, NOW)).toBe(true);
    expect(await campaigns.pause(id, NOW)).toBe(false);
    expect(await claimOf(one.addressId)).toBeNull();
    expect((await campaigns.progress(id)).waiting).toBe(1);

    const other = await world.begun();
    await world.write(world.stores, other, 10);
    const claimed = await claimOf(one.addressId);
    expect(claimed).not.toBeNull();
    await world.stores.outgoing.sent(claimed?.id ?? '', 'me', null, NOW);
    expect((await campaigns.progress(other)).sent).toBe(1);

    expect(await campaigns.resume(id, NOW)).toBe(true);
    expect(await campaigns.release(id, NOW)).toBe(1);
    expect(await campaigns.release(id, NOW)).toBe(0);
    expect(await claimOf(one.addressId)).not.toBeNull();
  });

  it('give up what has not left when they end, keep their totals, and count everybody once', async () => {
    const people = await readers(5);
    const { campaigns, outgoing } = world.stores;
    const id = await world.begun();
    await world.write(world.stores, id, 4);
    const written = await world.database.sql<{ address_id: string }>(
      'select address_id from xinqiao.campaign_delivery where outgoing_id is not null',
    );
    const first = await claimOf(written[0]?.address_id ?? '');
    await outgoing.sent(first?.id ?? '', 'me', null, NOW);
    const second = await claimOf(written[1]?.address_id ?? '');
    await outgoing.unknown(second?.id ?? '', 'me', 'timeout', NOW);
    expect(await campaigns.end(id, 'cancelled', LATER)).toBe(true);
    expect(await campaigns.end(id, 'finished', LATER)).toBe(false);
    for (const { addressId } of people) expect(await claimOf(addressId)).toBeNull();
    expect(await world.statuses(id)).toEqual([
      { status: 'failed', error_code: 'withheld', people: 2 },
      { status: 'sent', error_code: null, people: 1 },
      { status: 'unknown', error_code: 'timeout', people: 1 },
    ]);
    const counted = { total: 5, sent: 1, waiting: 0, rest: 4 };
    expect(await campaigns.progress(id)).toEqual(counted);
    // The talk goes after 180 days, the totals stay.
    await world.database.sql("delete from xinqiao.outgoing where lane = 'campaign'");
    expect(await campaigns.progress(id)).toEqual(counted);
    expect(await campaigns.byId(id)).toMatchObject({ status: 'cancelled', end: 'cancelled' });
  });

  it('know at the last moment who may not be written to', async () => {
    const [one] = await readers(1);
    if (one === undefined) throw new Error('nobody');
    const { campaigns, addresses, cases } = world.stores;
    const id = await world.begun();
    await world.write(world.stores, id, 10);
    const claimed = await claimOf(one.addressId);
    const facts = () => campaigns.gateFacts(claimed?.id ?? '');
    const clear = { status: 'sending', expiresAt: EXPIRES, optedIn: true, openCase: false };
    expect(await facts()).toEqual(clear);
    await addresses.setOptedOut(one.addressId, NOW);
    expect(await facts()).toEqual({ ...clear, optedIn: false });
    await addresses.setOptedOut(one.addressId, null);
    await addresses.setReachable(one.addressId, false);
    expect(await facts()).toEqual({ ...clear, optedIn: false });
    await addresses.setReachable(one.addressId, true);
    await world.transactions.run((stores) =>
      stores.cases.openOrJoin({
        id: randomUUID(),
        contactId: one.contactId,
        addressId: one.addressId,
        channel: 'telegram',
        level: 'high',
        knownContact: true,
        now: NOW,
      }),
    );
    expect(await facts()).toEqual({ ...clear, openCase: true });
    expect((await cases.activeOf(one.contactId))?.status).toBe('open');
    await world.database.sql(
      "update xinqiao.handoff_case set status = 'closed', closed_at = opened_at, outcome = 'ordinary', owner_id = $1",
      [world.author],
    );
    expect(await facts()).toEqual(clear);
    expect(await campaigns.gateFacts(randomUUID())).toBeNull();
  });

  it('tell open pages only what is new', async () => {
    const id = await world.begun();
    expect(await world.stores.campaigns.tell(id, 0)).toBe(false);
    expect(await world.stores.campaigns.tell(id, 10)).toBe(true);
    expect(await world.stores.campaigns.tell(id, 10)).toBe(false);
  });
});
