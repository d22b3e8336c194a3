import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { addMs, secondsMs } from '../../../src/core/clock.ts';
import type { HandoffCase } from '../../../src/handoff/case.ts';
import type { Level } from '../../../src/keywords/screening.ts';
import { openStoreWorld, type StoreWorld } from '../store-world.ts';

const NOW = new Date('2026-11-23T02:00:00Z');
const at = (seconds: number): Date => addMs(NOW, secondsMs(seconds));
const NO_SILENCE = {
  dangerous: at(-9_999),
  harmless: at(-9_999),
  signless: at(-9_999),
  studentSilent: at(-9_999),
};

describe('words of the owner that reached the student', () => {
  let world: StoreWorld;
  let lin: string;
  let student: { contactId: string; addressId: string };
  let one: HandoffCase;
  let tests = 0;

  const cry = (level: 'high' | 'imminent', seconds: number) =>
    world.transactions.run(({ cases }) =>
      cases.openOrJoin({
        id: randomUUID(),
        ...student,
        channel: 'telegram',
        level,
        knownContact: true,
        now: at(seconds),
      }),
    );
  const hear = (level: Level, seconds: number, kind = 'text') =>
    world.database.sql(
      `insert into xinqiao.heard (id, address_id, case_id, kind, body_sealed, level, screening_sealed, at)
       values ($1, $2, $3, $4, '', $5, null, $6)`,
      [randomUUID(), student.addressId, one.id, kind, level, at(seconds)],
    );
  const reached = (written: number, now: number) =>
    world.stores.cases.markContacted(one.id, lin, at(written), at(now));
  const read = () => world.stores.cases.byId(one.id);

  beforeAll(async () => {
    world = await openStoreWorld();
  });
  afterAll(() => world.close());
  beforeEach(async () => {
    tests += 1;
    lin = await world.addStaff(`林 ${tests}`);
    student = await world.addPerson();
    one = (await cry('high', 0)).case;
    await world.stores.cases.acknowledge(one.id, lin, NO_SILENCE, at(1));
  });

  it('answer what was owed before they were written', async () => {
    await world.stores.watches.studentWrote(one.id, true, at(5));
    expect(await reached(10, 70)).toBe(true);
    expect(await read()).toMatchObject({
      contactedAt: at(70),
      unansweredSince: null,
      unrepliedSince: null,
      studentSilentSince: at(70),
      ownerActiveAt: at(10),
      wakeAt: null,
    });
    expect(await reached(20, 80)).toBe(false);
    expect(await read()).toMatchObject({ contactedAt: at(70), ownerActiveAt: at(20) });
  });

  it('leave owed a dangerous word that came later, and are looked at again', async () => {
    await reached(5, 5);
    await cry('imminent', 60);
    await hear('imminent', 60);
    await reached(10, 70);
    expect(await read()).toMatchObject({
      unansweredSince: at(60),
      unrepliedSince: null,
      studentSilentSince: null,
      wakeAt: at(70),
    });
    await reached(65, 75);
    expect(await read()).toMatchObject({ unansweredSince: null, studentSilentSince: at(75) });
  });

  it('as the very first ones are owed no more, but the cry that came after them is, since it was said', async () => {
    await cry('high', 60);
    await hear('high', 60);
    await cry('high', 65);
    await hear('high', 65);
    await reached(10, 70);
    expect(await read()).toMatchObject({ unansweredSince: at(60), wakeAt: at(70) });
  });

  it('leave harmless words owed that came later', async () => {
    await world.stores.watches.studentWrote(one.id, true, at(5));
    await hear('none', 5);
    await world.stores.watches.studentWrote(one.id, true, at(60));
    await hear('none', 60);
    await reached(10, 70);
    expect(await read()).toMatchObject({ unansweredSince: null, unrepliedSince: at(60), wakeAt: at(70) });
  });

  it('owe nothing for a line that was taken back later', async () => {
    await world.stores.watches.studentWrote(one.id, true, at(5));
    await hear('none', 5);
    await hear('none', 60, 'recalled');
    await reached(10, 70);
    expect(await read()).toMatchObject({ unansweredSince: null, unrepliedSince: null });
  });

  it('do not answer 紧急求助 that was tapped later', async () => {
    await cry('high', 60);
    await hear('none', 60, 'choice');
    await reached(10, 70);
    expect(await read()).toMatchObject({ unrepliedSince: at(60), wakeAt: at(70) });
  });

  it('end what was said about where the owner is only where that was said before', async () => {
    const hold = (seconds: number) =>
      world.stores.watches.hold(one.id, lin, 'on-phone', at(seconds + 1_200), at(seconds));
    await hold(60);
    await reached(10, 70);
    expect(await read()).toMatchObject({ hold: { kind: 'on-phone', since: at(60) } });
    await reached(65, 80);
    expect(await read()).toMatchObject({ hold: null });
  });
});
