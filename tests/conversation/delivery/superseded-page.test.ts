import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { markAll } from '../../../src/conversation/delivery/mark.ts';
import { groupPageKey } from '../../../src/conversation/escalation/group-pages.ts';
import { inScope } from '../../../src/conversation/scope.ts';
import { say } from '../../../src/core/message.ts';
import { startWorld, type World } from '../../support/world.ts';

const GROUP = 'duty-group';
const CLAIMED_BY = 'this test';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.close());

/** A page in the hands of this test, and maybe one that was written meanwhile; neither is due for anybody else. */
async function pagesInHand(count: number, repeat: boolean) {
  const { transactions } = world.office;
  const rows = Array.from({ length: count }, () => randomUUID());
  const addressId = await transactions.run(async ({ addresses, outgoing, now }) => {
    const at = await now();
    const place = { channel: 'wecom', bot: GROUP, account: randomUUID(), now: at } as const;
    const { addressId } = await addresses.findOrCreate(place);
    for (const id of rows) {
      const row = { id, addressId, lane: 'crisis', dedupeKey: `${groupPageKey(GROUP)}${id}` } as const;
      const notBefore = new Date(at.getTime() + 3_600_000);
      await outgoing.add([{ ...row, message: say('试'), notBefore, caseId: null, authorStaffId: null }], at);
    }
    return addressId;
  });
  await world.database.sql(
    `update xinqiao.outgoing set status = 'sending', claimed_by = $2, marked_repeat = $3,
       claimed_at = xinqiao.app_now() where id = $1`,
    [rows[0], CLAIMED_BY, repeat],
  );
  const claimed = {
    id: rows[0] ?? '',
    addressId,
    lane: 'crisis',
    dedupeKey: `${groupPageKey(GROUP)}${rows[0]}`,
    channel: 'wecom',
    bot: GROUP,
    account: 'group',
    language: 'zh',
    message: say('试'),
    at: new Date(),
    caseId: null,
    authorStaffId: null,
    attempts: 1,
    repeat,
  } as const;
  const outcome = { kind: 'temporary', retryAfterMs: 600_000, code: 'http-503' } as const;
  await inScope(world.office, (scope) => markAll(scope, [{ claimed, claimedBy: CLAIMED_BY, outcome }]));
  const after = await world.database.sql<{ status: string; error_code: string | null }>(
    'select status, error_code from xinqiao.outgoing where address_id = $1 order by seq',
    [addressId],
  );
  await world.database.sql(
    `update xinqiao.outgoing set status = 'failed' where address_id = $1 and status <> 'sent'`,
    [addressId],
  );
  return after.map(({ status, error_code }) => `${status} ${error_code}`);
}

it('a page that could not be sent is tried again while it is the newest', async () => {
  expect(await pagesInHand(1, false)).toEqual(['due http-503']);
});

it('a page that was on its way when a newer one was written gives way to it', async () => {
  expect(await pagesInHand(2, false)).toEqual(['failed superseded', 'due null']);
});

it('a page that may have arrived is repeated as a repeat, whatever was written meanwhile', async () => {
  expect(await pagesInHand(2, true)).toEqual(['unknown http-503', 'due null']);
});
