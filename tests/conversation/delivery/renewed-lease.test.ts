import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { deliver, type Voice } from '../../../src/conversation/delivery/deliver.ts';
import { createPacer } from '../../../src/conversation/delivery/pacer.ts';
import type { Channel } from '../../../src/core/channel.ts';
import { say } from '../../../src/core/message.ts';
import { startWorld, type World } from '../../support/world.ts';

/** A bot of this test alone. */
const BOT = '5640217';
const LEASE = `bot:telegram:${BOT}`;

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.close());

async function write(texts: readonly string[]): Promise<string> {
  const ids = texts.map(() => randomUUID());
  await world.office.transactions.run(async ({ addresses, outgoing, now }) => {
    const at = await now();
    const account = { channel: 'telegram', bot: BOT, account: '5640217000099', now: at } as const;
    const { addressId } = await addresses.findOrCreate(account);
    const row = { addressId, lane: 'conversation', caseId: null, authorStaffId: null } as const;
    const rows = texts.map((text, index) => {
      const id = ids[index] ?? '';
      return { ...row, id, dedupeKey: `turn:${id}`, message: say(text), notBefore: at };
    });
    await outgoing.add(rows, at);
  });
  return ids[0] ?? '';
}

/** Says until when the lease held, in seconds of the story, when each message left. */
function listen(): { channel: Channel; left: [string, number | undefined][] } {
  const left: [string, number | undefined][] = [];
  const channel: Channel = {
    name: 'telegram',
    bot: BOT,
    capabilities: {
      buttons: true,
      startsChats: true,
      longestText: 4_096,
      pace: null,
      bulkEveryMs: 0,
      replyQuota: null,
      keepsUnheard: true,
    },
    start: async () => undefined,
    async send(_account, { text }, notAfter) {
      left.push([text, notAfter]);
      return { kind: 'sent', externalId: null };
    },
    fetchFile: async () => ({ kind: 'gone', code: 'forgotten' }),
    loginCode: () => null,
    stop: async () => undefined,
    state: () => ({ state: 'ready', code: null }),
  };
  return { channel, left };
}

it('a talk that takes longer than the lease goes on, since that is renewed meanwhile', async () => {
  await world.database.sql(
    `insert into xinqiao.lease (name, holder, epoch, expires_at) values ($1, 'this test', 1, now() + interval '1 day')`,
    [LEASE],
  );
  const first = await write(['第一条', '第二条', '第三条']);
  const { channel, left } = listen();
  let renewals = 0;
  const lease = {
    name: LEASE,
    epoch: 1,
    until: () => {
      renewals += 6;
      return renewals;
    },
  };
  const pacer = createPacer(channel.capabilities, () => 0);
  const voice: Voice = { channel, claimedBy: 'this test#1', lease, pacer, travels: true };
  await deliver(world.office, () => voice, first);
  expect(left).toEqual([
    ['第一条', 6],
    ['第二条', 12],
    ['第三条', 18],
  ]);
});
