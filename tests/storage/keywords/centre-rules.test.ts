import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { addMs, daysMs } from '../../../src/core/clock.ts';
import type { CentreRuleStore } from '../../../src/keywords/centre/centre-rule-store.ts';
import { BODY } from '../../keywords/centre/bodies.ts';
import { MADE_AT, openStoreWorld, type StoreWorld } from '../store-world.ts';

const NOW = addMs(MADE_AT, daysMs(1));
const LATER = addMs(NOW, daysMs(7));

describe('rules of the centre, on real PostgreSQL', () => {
  let world: StoreWorld;
  let rules: CentreRuleStore;
  let anna: string;
  let bert: string;
  beforeAll(async () => {
    world = await openStoreWorld();
    rules = world.stores.rules;
    anna = await world.addStaff('测试老师甲');
    bert = await world.addStaff('测试老师乙');
  });
  beforeEach(() =>
    world.database.sql(
      'truncate xinqiao.centre_rule, xinqiao.centre_rule_version, xinqiao.centre_rule_proposal, xinqiao.change',
    ),
  );
  afterAll(() => world.close());

  const add = async (): Promise<string> => {
    const id = randomUUID();
    expect(await rules.add({ id, body: BODY, staffId: anna, now: NOW })).toBe(true);
    return id;
  };
  const next = (id: string, version: number, change = {}) =>
    rules.change({
      id,
      version,
      state: 'active',
      body: BODY,
      staffId: bert,
      approvedBy: null,
      now: LATER,
      ...change,
    });
  const propose = (ruleId: string, change = {}) => {
    const id = randomUUID();
    const input = { id, ruleId, version: 1, step: 'off' as const, body: null, proposedBy: anna };
    return rules
      .propose({ ...input, expiresAt: LATER, now: NOW, ...change })
      .then((outcome) => ({ id, outcome }));
  };

  it('keeps a rule as it was written, with a number of its own', async () => {
    const first = await add();
    const second = await add();
    const all = await rules.list();
    expect(all.map(({ id }) => id)).toEqual([first, second]);
    expect(all[1]?.number).toBeGreaterThan(all[0]?.number ?? 0);
    expect(all[0]).toMatchObject({
      version: 1,
      state: 'active',
      body: BODY,
      createdBy: anna,
      changedBy: anna,
    });
    expect(await rules.byId(first)).toEqual(all[0]);
    expect(await rules.byId(randomUUID())).toBeNull();
  });

  it('is one rule when the same id comes twice, also at once', async () => {
    const id = randomUUID();
    const added = await Promise.all(
      Array.from({ length: 8 }, () =>
        world.transactions.run((stores) => stores.rules.add({ id, body: BODY, staffId: anna, now: NOW })),
      ),
    );
    expect(added.filter(Boolean)).toHaveLength(1);
    expect(await rules.list()).toHaveLength(1);
  });

  it('makes each change a version of its own, and keeps the earlier ones', async () => {
    const id = await add();
    expect(await next(id, 1, { body: { ...BODY, name: '改过' } })).toBe(true);
    expect(await next(id, 2, { state: 'off', approvedBy: anna })).toBe(true);
    expect(await rules.byId(id)).toMatchObject({
      version: 3,
      state: 'off',
      changedBy: bert,
      approvedBy: anna,
    });
    const history = await rules.history(id);
    expect(history.map(({ version, state }) => [version, state])).toEqual([
      [3, 'off'],
      [2, 'active'],
      [1, 'active'],
    ]);
    expect(history[1]?.body).toMatchObject({ name: '改过' });
  });

  it('lets only one of two changes of the same version through', async () => {
    const id = await add();
    const changed = await Promise.all(
      Array.from({ length: 8 }, () =>
        world.transactions.run((stores) =>
          stores.rules.change({
            id,
            version: 1,
            state: 'active',
            body: BODY,
            staffId: bert,
            approvedBy: null,
            now: LATER,
          }),
        ),
      ),
    );
    expect(changed.filter(Boolean)).toHaveLength(1);
    expect(await next(id, 1)).toBe(false);
    expect(await next(id, 7)).toBe(false);
    expect(await rules.history(id)).toHaveLength(2);
  });

  it('has one change at a time waiting for a second person', async () => {
    const id = await add();
    const first = await propose(id);
    expect(first.outcome).toBe('done');
    // The same form once more, and another one.
    expect(
      await rules.propose({
        id: first.id,
        ruleId: id,
        version: 1,
        step: 'off',
        body: null,
        proposedBy: anna,
        expiresAt: LATER,
        now: NOW,
      }),
    ).toBe('done');
    expect((await propose(id)).outcome).toBe('taken');
    expect((await propose(id, { proposedBy: bert, step: 'edit', body: BODY })).outcome).toBe('taken');
    expect(await rules.waiting(NOW)).toMatchObject([
      { id: first.id, ruleId: id, step: 'off', body: null, proposedBy: anna, decision: null },
    ]);
  });

  it('waits no longer than until it expires, and makes room for another', async () => {
    const id = await add();
    const first = await propose(id);
    expect(await rules.waiting(addMs(LATER, -1))).toHaveLength(1);
    expect(await rules.waiting(LATER)).toEqual([]);
    const second = await propose(id, { now: LATER, expiresAt: addMs(LATER, daysMs(7)) });
    expect(second.outcome).toBe('done');
    expect(await rules.proposal(first.id)).toMatchObject({ decision: 'expired', decidedBy: null });
  });

  it('is decided once', async () => {
    const id = await add();
    const { id: proposal } = await propose(id);
    const decided = await Promise.all(
      (['approved', 'refused', 'refused', 'approved'] as const).map((decision) =>
        rules.decide({ id: proposal, decision, staffId: bert, now: NOW }),
      ),
    );
    expect(decided.filter(Boolean)).toHaveLength(1);
    expect(await rules.waiting(NOW)).toEqual([]);
    expect((await propose(id)).outcome).toBe('done');
  });

  it('is never approved by whoever proposed it, whatever the program says', async () => {
    const { id } = await propose(await add());
    const decide = (staffId: string | null) => rules.decide({ id, decision: 'approved', staffId, now: NOW });
    await expect(decide(anna)).rejects.toThrow(/check constraint/);
    await expect(decide(null)).rejects.toThrow(/check constraint/);
    expect((await rules.proposal(id))?.decision).toBeNull();
    expect(await decide(bert)).toBe(true);
  });

  it('is outdated by any other change of its rule', async () => {
    const id = await add();
    const { id: proposal } = await propose(id);
    const other = await propose(await add());
    await next(id, 1);
    expect(await rules.proposal(proposal)).toMatchObject({ decision: 'outdated', decidedBy: null });
    expect((await rules.waiting(NOW)).map((one) => one.id)).toEqual([other.id]);
  });
});
