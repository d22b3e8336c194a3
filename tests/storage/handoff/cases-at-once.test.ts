import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Stores } from '../../../src/conversation/ports/stores.ts';
import type { CaseLevel } from '../../../src/handoff/case.ts';
import { SEEN_OWING } from '../../support/seen.ts';
import { openStoreWorld, type StoreWorld } from '../store-world.ts';

const NOW = new Date('2026-11-23T02:00:00Z');

/** Something that is told apart by who comes first: opened once, waited for by the other. */
function createGate() {
  let open: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { open: () => open(), opened };
}

describe('cases under many hands, on real PostgreSQL', () => {
  let world: StoreWorld;
  let student: { contactId: string; addressId: string };
  let staffId: string;

  beforeAll(async () => {
    world = await openStoreWorld();
    staffId = await world.addStaff('林老师');
  });
  afterAll(() => world.close());
  beforeEach(async () => {
    student = await world.addPerson('telegram');
  });

  const word = (stores: Stores, level: CaseLevel) => {
    const what = { id: randomUUID(), ...student, channel: 'telegram', level } as const;
    return stores.cases.openOrJoin({ ...what, knownContact: true, now: NOW });
  };
  /** Waits until a statement of this test's database waits for somebody's lock. */
  const somebodyWaits = async (): Promise<void> => {
    for (;;) {
      const waiting = await world.database.sql(
        `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
      );
      if (waiting.length > 0) return;
    }
  };

  it('opens one case for fifty dangerous words of one person at once, and leaves no key behind', async () => {
    const keys = async () => (await world.database.sql('select from xinqiao.data_key')).length;
    const before = await keys();
    const levels = Array.from(
      { length: 50 },
      (_, index) => (index % 5 === 0 ? 'imminent' : 'high') as CaseLevel,
    );
    const answers = await Promise.all(
      levels.map((level) => world.transactions.run((stores) => word(stores, level))),
    );
    expect(new Set(answers.map((answer) => answer.case.id)).size).toBe(1);
    expect(answers.filter((answer) => answer.change === 'opened')).toHaveLength(1);
    expect(answers.filter((answer) => answer.change === 'raised').length).toBeLessThanOrEqual(1);
    expect(await world.stores.cases.activeOf(student.contactId)).toMatchObject({ level: 'imminent' });
    expect(await keys()).toBe(before + 1);
  });

  it('gives digests that are due to two who look at the same time, to each other ones', async () => {
    const one = (await word(world.stores, 'high')).case;
    const staffIds = await Promise.all(['甲', '乙', '丙'].map((name) => world.addStaff(`值班${name}`)));
    const call = { step: 0, reason: 'waiting', digestSeconds: 60, now: NOW } as const;
    await world.stores.cases.page({ caseId: one.id, staffIds, ...call });
    const gate = createGate();
    const hasTaken = createGate();
    const first = world.transactions.run(async ({ cases }) => {
      const due = await cases.claimDigests(staffIds[2] ?? '', NOW, 2);
      hasTaken.open();
      await gate.opened;
      return due;
    });
    await hasTaken.opened;
    const second = await world.transactions.run(({ cases }) => cases.claimDigests(staffIds[2] ?? '', NOW, 2));
    gate.open();
    expect(await first).toContain(staffIds[2]);
    expect([...(await first), ...second].sort()).toEqual([...staffIds].sort());
    expect(second).toHaveLength(1);
  });

  it('opens a new case for a word that comes while the last one is being closed', async () => {
    const first = (await word(world.stores, 'high')).case;
    await world.stores.cases.acknowledge(
      first.id,
      staffId,
      { dangerous: NOW, harmless: NOW, signless: NOW, studentSilent: NOW },
      NOW,
    );
    const closing = createGate();
    const inHand = createGate();
    const closed = world.transactions.run(async ({ cases }) => {
      await cases.close(first.id, staffId, { outcome: 'ordinary', note: '', seen: SEEN_OWING }, NOW);
      inHand.open();
      await closing.opened;
    });
    await inHand.opened;
    const said = world.transactions.run((stores) => word(stores, 'high'));
    await somebodyWaits();
    closing.open();
    await closed;
    const { change, case: second } = await said;
    expect(change).toBe('opened');
    expect(second.id).not.toBe(first.id);
  });

  it('leaves a due case to whoever has it in hand', async () => {
    const one = (await word(world.stores, 'high')).case;
    const done = createGate();
    const claimed = createGate();
    const first = world.transactions.run(async ({ cases }) => {
      const claim = await cases.claimDue(one.id, NOW);
      claimed.open();
      await done.opened;
      await cases.saveEscalation(one.id, 1, null);
      await cases.saveTold(one.id, 1, null);
      return claim;
    });
    await claimed.opened;
    expect(await world.transactions.run(({ cases }) => cases.claimDue(one.id, NOW))).toBeNull();
    done.open();
    expect(await first).toMatchObject({ id: one.id });
    expect(await world.transactions.run(({ cases }) => cases.claimDue(one.id, NOW))).toBeNull();
  });

  it('lets one of twenty at once carry out a step', async () => {
    const one = (await word(world.stores, 'high')).case;
    const claims = await Promise.all(
      Array.from({ length: 20 }, () =>
        world.transactions.run(async ({ cases }) => {
          const claim = await cases.claimDue(one.id, NOW);
          if (claim === null) return false;
          await cases.saveEscalation(one.id, 1, null);
          await cases.saveTold(one.id, 1, null);
          return true;
        }),
      ),
    );
    expect(claims.filter(Boolean)).toHaveLength(1);
  });

  it('pages the same people for many cases at once without a ring of waiting, and leaves none out', async () => {
    const staff = await Promise.all(['甲', '乙', '丙', '丁'].map((name) => world.addStaff(`${name}老师`)));
    const cases = await Promise.all(
      Array.from({ length: 20 }, async () => {
        student = await world.addPerson('telegram');
        return (await word(world.stores, 'high')).case;
      }),
    );
    const told = new Map(staff.map((id) => [id, [] as number[]]));
    const tell = async (stores: Stores): Promise<[string, number[]][]> => {
      const taken: [string, number[]][] = [];
      for (const id of staff) {
        const items = (await stores.cases.takeDigests([id], NOW)).get(id) ?? null;
        taken.push([id, items?.map((item) => item.number) ?? []]);
      }
      return taken;
    };
    const rounds = await Promise.all(
      cases.map(({ id }, index) =>
        world.transactions.run(async (stores) => {
          const staffIds = index % 2 === 0 ? staff : [...staff].reverse();
          const order = { caseId: id, staffIds, step: 1, reason: 'waiting', now: NOW } as const;
          // A pace of nothing, so that every page is due at once.
          await stores.cases.page({ ...order, digestSeconds: 0 });
          return tell(stores);
        }),
      ),
    );
    rounds.push(await world.transactions.run(tell));
    for (const [id, numbers] of rounds.flat()) told.get(id)?.push(...numbers);
    const expected = cases.map((one) => one.number).sort((a, b) => a - b);
    for (const id of staff) expect([...new Set(told.get(id))].sort((a, b) => a - b)).toEqual(expected);
  });

  it('seals the note of a closed case', async () => {
    const one = (await word(world.stores, 'high')).case;
    await world.stores.cases.acknowledge(
      one.id,
      staffId,
      { dangerous: NOW, harmless: NOW, signless: NOW, studentSilent: NOW },
      NOW,
    );
    await world.stores.cases.close(
      one.id,
      staffId,
      { outcome: 'serious', note: '标记字样', seen: SEEN_OWING },
      NOW,
    );
    const [row] = await world.database.sql<{ row: string; note: Buffer }>(
      'select c::text as row, outcome_note_sealed as note from xinqiao.handoff_case c where id = $1',
      [one.id],
    );
    expect(row?.note.length).toBeGreaterThan(20);
    expect(row?.note.includes(Buffer.from('标记字样'))).toBe(false);
    expect(row?.row).not.toContain('标记字样');
  });
});
