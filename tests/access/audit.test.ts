import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type AuditEntry, nameActor, nameResource } from '../../src/access/audit.ts';
import { createVault } from '../../src/access/vault.ts';
import { createPostgresAuditChain, createPostgresAuditLog } from '../../src/storage/access/postgres-audit.ts';
import { type OpenStore, openStore } from '../../src/storage/open-store.ts';
import { createTestDatabase, type TestDatabase } from '../support/test-database.ts';

const SILENT = { info: () => undefined, warn: () => undefined, error: () => undefined };
const NOW = new Date('2026-11-23T02:00:00Z');
const ENTRY: AuditEntry = {
  actor: 'staff:1',
  action: 'case.read',
  resource: 'case:1',
  purpose: 'crisis',
  allowed: true,
};

describe('the audit on real PostgreSQL', () => {
  let database: TestDatabase;
  let store: OpenStore;

  beforeAll(async () => {
    database = await createTestDatabase();
    const vault = createVault({ kid: 'test', key: Buffer.alloc(32, 5) }, randomBytes);
    store = openStore(database.url, vault, randomUUID, SILENT);
  });
  beforeEach(() => database.sql('truncate xinqiao.audit_chain, xinqiao.audit_entry'));
  afterAll(async () => {
    await store.close();
    await database.close();
  });

  const record = async (count: number, at = NOW): Promise<void> => {
    const log = createPostgresAuditLog(store.db, randomUUID);
    for (let n = 0; n < count; n += 1) {
      await log.record({ ...ENTRY, resource: `case:${n}` }, new Date(at.getTime() + n * 1_000));
    }
  };
  const chained = async (count: number): Promise<void> => {
    await record(count);
    await store.auditChain.extend(1_000);
  };

  it('links every entry once, in whatever rounds, and verifies the chain', async () => {
    await record(7);
    expect(await store.auditChain.extend(3)).toBe(3);
    expect(await store.auditChain.verify()).toMatchObject({ ok: true, chained: 3, waiting: 4 });
    expect(await store.auditChain.extend(1_000)).toBe(4);
    expect(await store.auditChain.extend(1_000)).toBe(0);
    expect(await store.auditChain.verify()).toMatchObject({ ok: true, chained: 7, waiting: 0 });
  });

  it('is one chain when two processes link at once', async () => {
    await record(60);
    const linked = await Promise.all([
      store.auditChain.extend(40),
      store.auditChain.extend(40),
      store.auditChain.extend(40),
    ]);
    expect(linked.reduce((sum, one) => sum + one)).toBe(60);
    expect(await store.auditChain.verify()).toMatchObject({ ok: true, chained: 60, waiting: 0 });
  });

  it('links what was committed late, with an earlier time than the last link', async () => {
    await chained(3);
    await record(1, new Date(NOW.getTime() - 60_000));
    expect(await store.auditChain.extend(10)).toBe(1);
    expect(await store.auditChain.verify()).toMatchObject({ ok: true, chained: 4, waiting: 0 });
  });

  it.each(['actor', 'action', 'resource', 'purpose'])('notices a changed %s', async (column) => {
    await chained(5);
    await database.sql(
      `update xinqiao.audit_entry set ${column} = 'staff:2'
       where id = (select entry_id from xinqiao.audit_chain where seq = 3)`,
    );
    expect(await store.auditChain.verify()).toEqual({ ok: false, code: 'changed', seq: 3 });
  });

  it('notices a turned answer and a moved time', async () => {
    await chained(5);
    const third = 'where id = (select entry_id from xinqiao.audit_chain where seq = 3)';
    await database.sql(`update xinqiao.audit_entry set allowed = not allowed ${third}`);
    expect(await store.auditChain.verify()).toEqual({ ok: false, code: 'changed', seq: 3 });
    await database.sql(`update xinqiao.audit_entry set allowed = not allowed ${third}`);
    expect(await store.auditChain.verify()).toMatchObject({ ok: true });
    await database.sql(`update xinqiao.audit_entry set at = at + interval '1 ms' ${third}`);
    expect(await store.auditChain.verify()).toEqual({ ok: false, code: 'changed', seq: 3 });
  });

  it('notices a removed row, in the middle and at the beginning', async () => {
    await chained(5);
    await remove(3);
    expect(await store.auditChain.verify()).toEqual({ ok: false, code: 'missing', seq: 3 });
    await remove(1);
    expect(await store.auditChain.verify()).toEqual({ ok: false, code: 'missing', seq: 1 });
  });

  it('notices a removed row although the ones behind it were moved up', async () => {
    await chained(5);
    await remove(3);
    await database.sql('update xinqiao.audit_chain set seq = seq - 1 where seq > 3');
    expect(await store.auditChain.verify()).toEqual({ ok: false, code: 'changed', seq: 3 });
  });

  it('notices two rows that changed places', async () => {
    await chained(5);
    const rows = await database.sql<{ seq: string; entry_id: string }>(
      'select seq, entry_id from xinqiao.audit_chain where seq in (2, 3) order by seq',
    );
    const [second, third] = rows.map((row) => row.entry_id);
    await database.sql('update xinqiao.audit_chain set entry_id = $1 where seq = 3', [await spare()]);
    await database.sql('update xinqiao.audit_chain set entry_id = $1 where seq = 2', [third]);
    await database.sql('update xinqiao.audit_chain set entry_id = $1 where seq = 3', [second]);
    expect(await store.auditChain.verify()).toEqual({ ok: false, code: 'changed', seq: 2 });
  });

  it('notices an inserted row, in the middle and at the end', async () => {
    await chained(4);
    await insert(5);
    expect(await store.auditChain.verify()).toEqual({ ok: false, code: 'changed', seq: 5 });
    await remove(5);
    await database.sql('update xinqiao.audit_chain set seq = -seq where seq > 2');
    await database.sql('update xinqiao.audit_chain set seq = 1 - seq where seq < 0');
    await insert(3);
    expect(await store.auditChain.verify()).toEqual({ ok: false, code: 'changed', seq: 3 });
  });

  it('is not forged by a chain of another key', async () => {
    await record(3);
    const forger = createPostgresAuditChain(database.db, Buffer.alloc(32, 9));
    await expect(forger.extend(10)).rejects.toThrow(/permission denied/);
    await database.sql(
      `insert into xinqiao.audit_chain
       select row_number() over (), id, '\\x00'::bytea, '\\x00'::bytea from xinqiao.audit_entry`,
    );
    await expect(store.auditChain.verify()).resolves.toMatchObject({ ok: false, code: 'changed', seq: 1 });
  });

  it('changes its head with every link, so that a cut tail shows beside a head written down', async () => {
    await chained(4);
    const before = await store.auditChain.verify();
    await remove(4);
    const after = await store.auditChain.verify();
    expect(before).toMatchObject({ ok: true, chained: 4 });
    expect(after).toMatchObject({ ok: true, chained: 3 });
    expect(before.ok && after.ok && before.head === after.head).toBe(false);
  });

  it.each([
    'update xinqiao.audit_entry set allowed = true',
    'delete from xinqiao.audit_entry',
    'truncate xinqiao.audit_entry cascade',
    'update xinqiao.audit_chain set seq = seq + 1',
    'delete from xinqiao.audit_chain',
    `insert into xinqiao.audit_chain select 9, id, '', '' from xinqiao.audit_entry limit 1`,
    'drop table xinqiao.audit_chain',
    'alter table xinqiao.audit_entry disable trigger all',
    'update xinqiao.clock set offset_ms = 0',
  ])('refuses the application: %s', async (statement) => {
    await chained(2);
    await expect(asRole('xinqiao_app', statement)).rejects.toThrow(/permission denied|must be owner/);
  });

  it.each([
    'update xinqiao.audit_chain set seq = seq + 1',
    'delete from xinqiao.audit_chain',
    'update xinqiao.audit_entry set allowed = true',
    `insert into xinqiao.audit_entry values (gen_random_uuid(), now(), 'a', 'b', 'c', 'd', true)`,
    'select * from xinqiao.heard',
    'select * from xinqiao.data_key',
    'select * from xinqiao.staff_member',
  ])('refuses the writer of the chain: %s', async (statement) => {
    await chained(2);
    await expect(asRole('xinqiao_audit', statement)).rejects.toThrow(/permission denied/);
  });

  async function asRole(role: string, statement: string): Promise<void> {
    // One batch is one transaction: it is undone when it fails, and the role with it.
    await database.sql(`set local role ${role}; ${statement}`);
  }

  async function remove(seq: number): Promise<void> {
    await database.sql(
      `with gone as (delete from xinqiao.audit_chain where seq = $1 returning entry_id)
       select entry_id from gone`,
      [seq],
    );
    await database.sql(
      `delete from xinqiao.audit_entry e
       where not exists (select from xinqiao.audit_chain c where c.entry_id = e.id)`,
    );
  }

  async function spare(): Promise<string> {
    const id = randomUUID();
    await database.sql(`insert into xinqiao.audit_entry values ($1, $2, 'a', 'b', 'c', 'd', true)`, [
      id,
      NOW,
    ]);
    return id;
  }

  async function insert(seq: number): Promise<void> {
    await database.sql(
      `insert into xinqiao.audit_chain
       select $1::int, $2, coalesce((select mac from xinqiao.audit_chain where seq = $1::int - 1), '\\x00'), $3`,
      [seq, await spare(), randomBytes(32)],
    );
  }
});

describe('names in the audit', () => {
  it('are ids, never words or names', () => {
    expect(nameActor({ kind: 'staff', staffId: 's', roles: [] })).toBe('staff:s');
    expect(nameActor({ kind: 'student', contactId: 'c' })).toBe('contact:c');
    expect(nameActor({ kind: 'visitor' })).toBe('visitor');
    const one = { kind: 'case', id: 'k', ownerId: null, pagedStaffIds: [], closed: false } as const;
    expect(nameResource(one)).toBe('case:k');
    expect(nameResource({ kind: 'own', contactId: 'c' })).toBe('contact:c');
    expect(nameResource({ kind: 'rota' })).toBe('rota');
  });
});
