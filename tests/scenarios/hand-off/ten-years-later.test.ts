import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OpenStore } from '../../../src/storage/open-store.ts';
import { RETENTION } from '../../../src/storage/retention/classes.ts';
import { tidy } from '../../../src/storage/tidy.ts';
import { closesCase } from '../../support/close-case.ts';
import { openStoreOf } from '../../support/open-store-of.ts';
import { startWorld, type World } from '../../support/world.ts';

const DAY = 86_400_000;

describe('ten years after a case', () => {
  let world: World;
  let store: OpenStore;
  beforeAll(async () => {
    world = await startWorld();
    store = openStoreOf(world);
  });
  afterAll(async () => {
    await store.close();
    await world.close();
  });

  const crisisRows = async (): Promise<Record<string, number>> => {
    const counts: Record<string, number> = {};
    const crisis = Object.entries(RETENTION).filter(([, name]) => name === 'crisis');
    for (const table of [...crisis.map(([one]) => one), 'heard', 'outgoing']) {
      const where = table === 'heard' || table === 'outgoing' ? ' where case_id is not null' : '';
      const rows = await world.database.sql(`select 1 as one from xinqiao.${table}${where}`);
      if (rows.length > 0) counts[table] = rows.length;
    }
    return counts;
  };

  it('nothing of it is left, its words least of all, and the audit still proves that nothing else is gone', async () => {
    const counsellor = await world.responder('测试老师甲');
    const student = world.student();
    student.says('我想自杀');
    await student.hearsUntil(/./);
    await world.settle();
    await counsellor.hearsUntil(/#1001/);
    counsellor.says('接');
    await counsellor.hearsUntil(/归你了/);
    await student.hearsUntil(/接手了/);
    counsellor.says('我在');
    await student.hearsUntil(/我在/);
    counsellor.says('/备注 海豚标记十年');
    await counsellor.hears(/已记作 #1001 的备注/);
    await world.settle();
    await closesCase(counsellor, '误报/无风险');
    await student.hears(/多问了一句/);
    await world.settle();
    const before = await crisisRows();
    expect(before).toMatchObject({ handoff_case: 1, closing: 1, case_note: 1 });
    expect(before.heard).toBeGreaterThan(0);
    const [key] = await world.database.sql<{ id: string }>(
      'select data_key_id as id from xinqiao.handoff_case',
    );

    // What was done is linked by a round of its own; only what is linked is cut off ten years later.
    await store.auditChain.extend(1_000);
    await world.database.advance(3_640 * DAY);
    await tidy(store.db);
    expect((await store.retention.carryOut()).cases).toBe(0);
    expect(await crisisRows()).toEqual(before);

    await world.database.advance(20 * DAY);
    await tidy(store.db);
    expect(await store.retention.carryOut()).toMatchObject({ cases: 1, people: 1 });
    expect(await crisisRows()).toEqual({});
    await expect(store.keys.load(store.db, key?.id ?? '')).rejects.toThrow('destroyed');
    await store.auditChain.extend(1_000);
    const verified = await store.auditChain.verify();
    expect(verified).toMatchObject({ ok: true });
    const [left] = await world.database.sql<{ rows: number }>(
      'select count(*)::int as rows from xinqiao.audit_chain',
    );
    expect(left?.rows).toBeLessThan(verified.ok ? verified.chained : 0);

    // Whoever calls again is heard, by a case of its own number.
    student.says('我想自杀');
    await student.hearsUntil(/./);
    await world.settle();
    await counsellor.hearsUntil(/#1002/);
    expect(await world.database.sql('select number::int from xinqiao.handoff_case')).toEqual([
      { number: 1002 },
    ]);
    counsellor.says('接');
    await counsellor.hearsUntil(/归你了/);
    await student.hearsUntil(/接手了/);
  }, 90_000);
});
