import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createVault } from '../../src/access/vault.ts';
import type { StaffStore } from '../../src/people/staff-store.ts';
import { createKeyRing, type KeyRing } from '../../src/storage/key-ring.ts';
import { createPostgresAddressStore } from '../../src/storage/people/postgres-address-store.ts';
import { createPostgresStaffStore } from '../../src/storage/people/postgres-staff-store.ts';
import { createTestDatabase, type TestDatabase } from '../support/test-database.ts';

const NOW = new Date('2026-11-23T02:00:00Z');
const later = (hours: number): Date => new Date(NOW.getTime() + hours * 3_600_000);

describe('addresses of staff, on real PostgreSQL', () => {
  let database: TestDatabase;
  let keys: KeyRing;
  let staff: StaffStore;
  beforeAll(async () => {
    database = await createTestDatabase();
    keys = createKeyRing(createVault({ kid: 'test', key: Buffer.alloc(32, 3) }, randomBytes), randomUUID);
    staff = createPostgresStaffStore(database.db, keys);
  });
  afterAll(() => database.close());

  const add = async (name: string): Promise<string> => {
    const member = { id: randomUUID(), name, roles: ['counsellor'] as const, sample: false, now: NOW };
    await staff.add(member);
    return member.id;
  };
  const prepare = (staffId: string, account: string, code: string, now = NOW) =>
    staff.prepareAddress({
      id: randomUUID(),
      staffId,
      channel: 'telegram',
      account,
      sentTo: null,
      code,
      expiresAt: new Date(now.getTime() + 24 * 3_600_000),
      onCall: true,
      now,
    });
  const writesFrom = async (account: string): Promise<string> => {
    const who = { channel: 'telegram', bot: 'bot', account, now: NOW } as const;
    return (await createPostgresAddressStore(database.db, keys, randomUUID).findOrCreate(who)).addressId;
  };
  const send = (addressId: string, code: string, now = NOW) =>
    staff.activate({ addressId, code, onCallId: randomUUID(), now });

  it('are active only by their own code, in time, once, and from their own account', async () => {
    const id = await add('甲老师');
    expect(await prepare(id, '100', 'XQ-AAAAAAAA')).toEqual({ ok: true, value: null });
    const own = await writesFrom('100');
    const foreign = await writesFrom('101');
    expect(await staff.byAddress(own)).toBeNull();
    expect(await send(foreign, 'XQ-AAAAAAAA')).toBeNull();
    expect(await send(own, 'XQ-BBBBBBBB')).toBeNull();
    expect(await send(own, 'XQ-AAAAAAAA', later(25))).toBeNull();
    expect(await send(own, 'XQ-AAAAAAAA')).toMatchObject({ staff: { id }, onCall: true });
    expect(await staff.byAddress(own)).toMatchObject({ id });
    expect(await send(own, 'XQ-AAAAAAAA')).toBeNull();
  });

  it('are given back when nobody sent the code in time, and only then', async () => {
    const first = await add('乙老师');
    const second = await add('丙老师');
    await prepare(first, '200', 'XQ-CCCCCCCC');
    expect(await prepare(second, '200', 'XQ-DDDDDDDD', later(23))).toEqual({
      ok: false,
      code: 'account-taken',
    });
    expect(await prepare(second, '200', 'XQ-DDDDDDDD', later(25))).toMatchObject({ ok: true });
    const address = await writesFrom('200');
    expect(await send(address, 'XQ-CCCCCCCC', later(26))).toBeNull();
    expect(await send(address, 'XQ-DDDDDDDD', later(26))).toMatchObject({ staff: { id: second } });
    expect(await prepare(first, '200', 'XQ-EEEEEEEE', later(100))).toMatchObject({ ok: false });
  });

  it('end with their owner, and the account may become somebody else’s', async () => {
    const id = await add('丁老师');
    await prepare(id, '300', 'XQ-FFFFFFFF');
    const address = await writesFrom('300');
    await send(address, 'XQ-FFFFFFFF');
    await staff.revoke(id, later(1));
    expect(await staff.byAddress(address)).toBeNull();
    expect(await staff.addresses([id])).toEqual([]);
    const next = await add('戊老师');
    expect(await prepare(next, '300', 'XQ-GGGGGGGG', later(2))).toMatchObject({ ok: true });
  });

  it('hold neither the account nor the code in the open', async () => {
    const id = await add('己老师');
    await prepare(id, '7654321098', 'XQ-HHHHHHHH');
    const rows = await database.sql<{ row: string }>(
      'select row_to_json(a)::text as row from xinqiao.staff_address a where staff_id = $1',
      [id],
    );
    expect(rows).toHaveLength(1);
    for (const secret of ['7654321098', 'HHHHHHHH']) {
      expect(rows[0]?.row).not.toContain(secret);
      expect(rows[0]?.row).not.toContain(Buffer.from(secret).toString('hex'));
    }
  });
});
