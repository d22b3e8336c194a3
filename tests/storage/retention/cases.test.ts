import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createPostgresAuditChain } from '../../../src/storage/access/postgres-audit.ts';
import { openDatabase } from '../../../src/storage/database.ts';
import { DAY, openRetentionWorld, type RetentionWorld, YEAR } from './retention-world.ts';

const KEY_OF = 'select data_key_id as id from xinqiao.handoff_case where id = $1';

describe('cases and audit after ten years', () => {
  let world: RetentionWorld;
  let staffId: string;
  beforeAll(async () => {
    world = await openRetentionWorld();
    staffId = await world.addStaff('测试老师');
  });
  afterAll(() => world.close());

  const run = (text: string, values: unknown[] = []) => world.database.sql(text, values);
  const forecast = async (years: number) =>
    world.retention.forecast(new Date((await world.now()).getTime() + years * YEAR));

  /** Somebody called, and it was closed: with all that hangs on a case. */
  async function addCase(person?: { contactId: string; addressId: string }, status = 'closed') {
    const who = person ?? (await world.addPerson());
    const id = randomUUID();
    const closed = status === 'closed';
    await run(
      `with key as (insert into xinqiao.data_key (id, kid, wrapped, made_at)
         values (gen_random_uuid(), 'test', '\\x00', xinqiao.app_now()) returning id)
       insert into xinqiao.handoff_case (id, data_key_id, contact_id, address_id, channel, level, status, known_contact,
         owner_id, opened_at, level_since, closed_at, outcome)
       select $1, key.id, $2, $3, 'web', 'high', $4, true, $5, xinqiao.app_now(), xinqiao.app_now(),
         case when $6 then xinqiao.app_now() end, case when $6 then 'serious' end from key`,
      [id, who.contactId, who.addressId, status, staffId, closed],
    );
    await run(
      `insert into xinqiao.heard (id, address_id, case_id, kind, body_sealed, level, at)
         values (gen_random_uuid(), $1, $2, 'text', '', 'high', xinqiao.app_now())`,
      [who.addressId, id],
    );
    await run(
      `insert into xinqiao.case_event (id, case_id, kind, at) values (gen_random_uuid(), $1, 'opened', xinqiao.app_now())`,
      [id],
    );
    await run(
      `insert into xinqiao.crisis_report (id, case_id, number, status, version, body_sealed, body_hash, changed_by,
         changed_at, issued_by, issued_at)
       select gen_random_uuid(), $1, (select coalesce(max(number), 0) + 1 from xinqiao.crisis_report), 'issued', 1, '',
         '', $2, xinqiao.app_now(), $2, xinqiao.app_now()`,
      [id, staffId],
    );
    await run(
      `insert into xinqiao.crisis_report_supplement (id, report_id, number, body_sealed, body_hash, staff_id, at)
       select gen_random_uuid(), id, 1, '', '', $2, xinqiao.app_now() from xinqiao.crisis_report where case_id = $1`,
      [id, staffId],
    );
    const [key] = await world.database.sql<{ id: string }>(KEY_OF, [id]);
    return { ...who, id, keyId: key?.id ?? '' };
  }
  type Case = Awaited<ReturnType<typeof addCase>>;

  /** In the register, with a check that was done; left at once or not. */
  async function register(one: Case, left: boolean) {
    const id = randomUUID();
    await run(
      `insert into xinqiao.register_entry (id, contact_id, case_id, class, entered_at)
       values ($1, $2, $3, 'serious', xinqiao.app_now())`,
      [id, one.contactId, one.id],
    );
    await run(
      `insert into xinqiao.follow_up (id, entry_id, case_id, due_on, made_at, made_by, outcome, settled_by, settled_at)
       values (gen_random_uuid(), $1, $2, current_date, xinqiao.app_now(), $3, 'reached', $3, xinqiao.app_now())`,
      [id, one.id, staffId],
    );
    if (left) await leave(id, one);
    return id;
  }
  async function leave(entryId: string, { id }: Case) {
    await run(
      `insert into xinqiao.register_change (id, entry_id, kind, case_id, staff_id, reason_sealed, at)
       values (gen_random_uuid(), $1, 'left', $2, $3, '', xinqiao.app_now())`,
      [entryId, id, staffId],
    );
    await run('update xinqiao.register_entry set left_at = xinqiao.app_now() where id = $1', [entryId]);
  }
  const isThere = async ({ id }: Case): Promise<boolean> =>
    (await world.count(`handoff_case where id = '${id}'`)) === 1;

  it('go with all that hangs on them; open ones, and those whom the register holds, stay', async () => {
    const closed = await addCase();
    await register(closed, true);
    const open = await addCase(undefined, 'acknowledged');
    const followed = await addCase();
    const entryId = await register(followed, false);
    const linked = await addCase();
    await run(
      `insert into xinqiao.case_link (id, case_id, other_case_id, staff_id, at)
       values (gen_random_uuid(), $1, $2, $3, xinqiao.app_now())`,
      [linked.id, open.id, staffId],
    );
    const reported = await addCase();
    await run(
      `insert into xinqiao.case_report (case_id, reporter_contact_id, at) values ($1, $2, xinqiao.app_now())`,
      [reported.id, closed.contactId],
    );
    expect((await forecast(9.9)).cases).toBe(0);
    expect((await forecast(10.1)).cases).toBe(2);
    await world.database.advance(10 * YEAR - 30 * DAY);
    // They came back after years, and the second case is closed as well.
    const second = await addCase(reported);
    expect((await world.retention.carryOut()).cases).toBe(0);

    await world.database.advance(60 * DAY);
    expect((await world.retention.carryOut()).cases).toBe(1);
    expect((await world.retention.carryOut()).cases).toBe(0);
    expect(await Promise.all([closed, open, followed, linked, reported, second].map(isThere))).toEqual([
      false,
      true,
      true,
      true,
      true,
      true,
    ]);
    for (const table of ['heard', 'case_event', 'crisis_report', 'register_entry', 'follow_up'])
      expect(
        await world.count(
          table === 'register_entry'
            ? `register_entry where contact_id = '${closed.contactId}'`
            : `${table} where case_id = '${closed.id}'`,
        ),
      ).toBe(0);
    await expect(world.keys.load(world.database.db, closed.keyId)).rejects.toThrow('destroyed');

    // Ten years from leaving the register, not from the end of the case.
    await leave(entryId, followed);
    await world.database.advance(9.5 * YEAR);
    await world.retention.carryOut();
    expect(await isThere(followed)).toBe(true);
    await world.database.advance(YEAR);
    expect((await world.retention.carryOut()).cases).toBe(3);
    expect(await Promise.all([open, followed, linked, reported, second].map(isThere))).toEqual([
      true,
      false,
      true,
      false,
      false,
    ]);
  }, 60_000);

  it('are taken before their time by nobody', async () => {
    const one = await addCase();
    const open = await addCase(undefined, 'acknowledged');
    const entryId = await register(one, false);
    const { retentionDb, database } = world;
    for (const { id } of [one, open])
      await expect(retentionDb.deleteFrom('handoff_case').where('id', '=', id).execute()).rejects.toThrow(
        'ten years',
      );
    await expect(
      retentionDb.deleteFrom('register_entry').where('id', '=', entryId).execute(),
    ).rejects.toThrow();
    for (const table of ['heard', 'crisis_report'] as const)
      await expect(retentionDb.deleteFrom(table).execute()).rejects.toThrow(`${table} is kept for 10 years`);
    for (const table of ['crisis_report', 'register_entry', 'closing'] as const)
      await expect(database.db.deleteFrom(table).execute()).rejects.toThrow('permission denied');
    // The owner may not either: only the role whose terms the database holds.
    await expect(run('delete from xinqiao.crisis_report')).rejects.toThrow('cannot be changed');
    await expect(run('delete from xinqiao.crisis_report_supplement')).rejects.toThrow('cannot be changed');
  });
});

describe('the chain of audit rows', () => {
  let world: RetentionWorld;
  let auditDb: ReturnType<typeof openDatabase>;
  beforeAll(async () => {
    world = await openRetentionWorld();
    auditDb = openDatabase({
      url: world.database.url,
      role: 'xinqiao_audit',
      connections: 1,
      name: 'test audit',
      onError: () => undefined,
    });
  });
  afterAll(async () => {
    await auditDb.destroy();
    await world.close();
  });
  const chain = () => createPostgresAuditChain(auditDb, world.keys.vault.auditKey());
  const record = async (times: number) => {
    const now = await world.now();
    for (let one = 0; one < times; one += 1)
      await world.stores.audit.record(
        { actor: 'staff:1', action: 'session.begin', resource: 'session', purpose: 'own', allowed: true },
        now,
      );
    await chain().extend(1_000);
  };

  it('is cut at its beginning after ten years, and still proves that nothing else is gone', async () => {
    await record(5);
    await world.database.advance(5 * YEAR);
    await record(4);
    expect(await chain().verify()).toMatchObject({ ok: true, chained: 9 });
    for (const table of ['audit_chain', 'audit_entry'] as const)
      await expect(world.retentionDb.deleteFrom(table).execute()).rejects.toThrow('for ten years');

    await world.database.advance(5 * YEAR + DAY);
    expect((await world.retention.carryOut()).audit).toBe(5);
    expect(await world.count('audit_entry')).toBe(5);
    expect(await chain().verify()).toMatchObject({ ok: true, chained: 9, waiting: 1 });
    await record(2);
    const whole = await chain().verify();
    expect(whole).toMatchObject({ ok: true, chained: 12, waiting: 0 });

    // More than was cut is missed, and a cut is nobody's to move.
    await expect(world.database.db.deleteFrom('audit_cut').execute()).rejects.toThrow('permission denied');
    await world.database.sql('update xinqiao.audit_cut set seq = 6');
    expect(await chain().verify()).toMatchObject({ ok: false, code: 'changed' });
    await world.database.sql('update xinqiao.audit_cut set seq = 5');
    expect(await chain().verify()).toEqual(whole);
    await world.database.sql('delete from xinqiao.audit_chain where seq = 6');
    expect(await chain().verify()).toEqual({ ok: false, code: 'missing', seq: 6 });
  });
});
