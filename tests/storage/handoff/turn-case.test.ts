import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { SEEN_OWING } from '../../support/seen.ts';
import { openStoreWorld, type StoreWorld } from '../store-world.ts';

const NOW = new Date('2026-11-23T02:00:00Z');

let world: StoreWorld;
beforeAll(async () => {
  world = await openStoreWorld();
});
afterAll(() => world.close());

async function openCase() {
  const student = await world.addPerson();
  const opening = { id: randomUUID(), ...student, channel: 'telegram' as const, level: 'high' as const };
  const { case: one } = await world.transactions.run(({ cases }) =>
    cases.openOrJoin({ ...opening, knownContact: true, now: NOW }),
  );
  return { one, student };
}

it('a case is turned to another person once, and back to whoever it was of', async () => {
  const { one, student } = await openCase();
  const { reports, cases, waiting } = world.stores;
  expect(await reports.isUnsaid(one.id)).toBe(false);
  await reports.noteUnsaid(one.id, true);
  expect(await reports.isUnsaid(one.id)).toBe(true);
  await waiting.settle(one.id, 'place', '6号楼', NOW);
  await waiting.ask(one.id, 'company', NOW);
  await waiting.takeBack(one.id);
  expect((await waiting.ofCase(one.id)).map(({ topic }) => topic)).toEqual(['place']);

  const subject = randomUUID();
  expect(await reports.turnToOther(one.id, subject, NOW)).toMatchObject({ id: one.id, contactId: subject });
  expect(await reports.turnToOther(one.id, randomUUID(), NOW)).toBeNull();
  expect(await reports.reporterOf(one.id)).toBe(student.contactId);
  expect(await reports.isUnsaid(one.id)).toBe(false);
  expect(await cases.activeOf(student.contactId)).toBeNull();
  expect(await reports.activeOf(student.contactId)).toMatchObject({ id: one.id });

  expect(await reports.turnToSelf(one.id)).toMatchObject({ contactId: student.contactId });
  expect(await reports.turnToSelf(one.id)).toBeNull();
  expect(await reports.reporterOf(one.id)).toBeNull();
  expect(await cases.activeOf(student.contactId)).toMatchObject({ id: one.id });
});

it('of two who turn it at once one has turned it', async () => {
  const { one } = await openCase();
  const turned = await Promise.all(
    [1, 2, 3].map(() =>
      world.transactions.run(({ reports }) => reports.turnToOther(one.id, randomUUID(), NOW)),
    ),
  );
  expect(turned.filter((done) => done !== null)).toHaveLength(1);
});

it('a case that has ended stays whose it was', async () => {
  const { one } = await openCase();
  const staff = await world.addStaff('林');
  const silence = { dangerous: NOW, harmless: NOW, signless: NOW, studentSilent: NOW };
  await world.stores.cases.acknowledge(one.id, staff, silence, NOW);
  await world.stores.cases.close(one.id, staff, { outcome: 'ordinary', note: '', seen: SEEN_OWING }, NOW);
  expect(await world.stores.reports.turnToOther(one.id, randomUUID(), NOW)).toBeNull();
  expect(await world.stores.reports.turnToSelf(one.id)).toBeNull();
});
