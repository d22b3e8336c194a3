import { randomUUID } from 'node:crypto';
import { afterAll, describe, expect, it } from 'vitest';
import type { HandoffCase } from '../../../src/handoff/case.ts';
import { rotaStoreContract } from '../../contracts/rota-store-contract.ts';
import { openStoreWorld, type StoreWorld } from '../store-world.ts';

const opened: StoreWorld[] = [];
const open = async (): Promise<StoreWorld> => {
  const world = await openStoreWorld();
  opened.push(world);
  return world;
};
afterAll(async () => {
  for (const world of opened) await world.close();
});

const NOW = new Date('2026-11-23T00:00:00Z');

async function openCase(world: StoreWorld): Promise<HandoffCase> {
  const person = await world.addPerson();
  const opened = await world.transactions.run((stores) =>
    stores.cases.openOrJoin({
      id: randomUUID(),
      ...person,
      channel: 'web',
      level: 'high',
      knownContact: true,
      now: NOW,
    }),
  );
  return opened.case;
}

rotaStoreContract('PostgreSQL', async () => {
  const world = await open();
  return {
    rota: world.stores.rota,
    tasks: world.stores.rotaTasks,
    addStaff: world.addStaff,
    addCase: async () => (await openCase(world)).id,
    atOnce: (works) => Promise.all(works.map((work) => world.transactions.run(({ rota }) => work(rota)))),
  };
});

describe('a case that changes hands', () => {
  it('goes to one of two at once, owes a word there, and its note is sealed', async () => {
    const world = await open();
    const { cases, handOvers } = world.stores;
    const [lin, wen, zhou] = [
      await world.addStaff('林'),
      await world.addStaff('文'),
      await world.addStaff('周'),
    ];
    const one = await openCase(world);
    expect(await cases.transfer(one.id, lin, wen, NOW)).toEqual({ ok: false, code: 'not-yours' });
    await cases.acknowledge(
      one.id,
      lin,
      { dangerous: NOW, harmless: NOW, signless: NOW, studentSilent: NOW },
      NOW,
    );
    await cases.markContacted(one.id, lin, NOW, NOW);
    const later = new Date(NOW.getTime() + 60_000);
    const moves = await Promise.all(
      [wen, zhou, wen, zhou].map((to) =>
        world.transactions.run((stores) => stores.cases.transfer(one.id, lin, to, later)),
      ),
    );
    const won = moves.filter((move) => move.ok);
    expect(won).toHaveLength(1);
    const owned = await cases.byId(one.id);
    expect(won[0]).toEqual({ ok: true, value: owned });
    expect(owned).toMatchObject({
      status: 'acknowledged',
      contactedAt: null,
      unansweredSince: later,
      wakeAt: later,
    });
    const note = {
      id: randomUUID(),
      caseId: one.id,
      fromStaffId: lin,
      toStaffId: wen,
      note: '蓝色风筝',
      at: later,
    };
    await handOvers.add(note);
    await handOvers.add({ ...note, id: randomUUID(), note: '' });
    expect((await handOvers.ofCase(one.id)).map((handOver) => handOver.note)).toEqual(['蓝色风筝', '']);
    const rows = await world.database.sql<{ sealed: Buffer | null }>(
      'select note_sealed as sealed from xinqiao.hand_over',
    );
    expect(rows.map(({ sealed }) => sealed?.includes(Buffer.from('蓝色风筝')) ?? false)).toEqual([
      false,
      false,
    ]);
  });
});

it('knows since when somebody has left, whoever disables them twice', async () => {
  const world = await open();
  const [lin, wen] = [await world.addStaff('林'), await world.addStaff('文')];
  await world.stores.staff.revoke(lin, NOW);
  await world.stores.staff.revoke(lin, new Date(NOW.getTime() + 86_400_000));
  const { gone } = await world.stores.rota.read(new Date('2026-09-01T00:00:00Z'));
  expect([gone.get(lin), gone.has(wen)]).toEqual([NOW, false]);
});
