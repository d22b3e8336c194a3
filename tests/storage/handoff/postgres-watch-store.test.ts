import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { addMs, secondsMs } from '../../../src/core/clock.ts';
import type { CaseLevel, HandoffCase } from '../../../src/handoff/case.ts';
import { openStoreWorld, type StoreWorld } from '../store-world.ts';

const NOW = new Date('2026-11-23T02:00:00Z');
const at = (seconds: number): Date => addMs(NOW, secondsMs(seconds));
const silence = (seconds: number) => ({
  dangerous: at(seconds - 60),
  harmless: at(seconds - 300),
  signless: at(seconds - 180),
  studentSilent: at(seconds - 360),
});

describe('what is between an owner and a student', () => {
  let world: StoreWorld;
  let lin: string;
  let wen: string;
  let student: { contactId: string; addressId: string };
  let one: HandoffCase;
  let tests = 0;

  const word = async (level: CaseLevel, seconds: number): Promise<HandoffCase> =>
    (
      await world.transactions.run(({ cases }) =>
        cases.openOrJoin({
          id: randomUUID(),
          ...student,
          channel: 'telegram',
          level,
          knownContact: true,
          now: at(seconds),
        }),
      )
    ).case;
  const read = async (): Promise<HandoffCase> => {
    const found = await world.stores.cases.byId(one.id);
    if (found === null) throw new Error('gone');
    return found;
  };
  const hold = (staffId: string, seconds: number) =>
    world.stores.watches.hold(one.id, staffId, 'on-phone', at(seconds + 1_200), at(seconds));

  beforeAll(async () => {
    world = await openStoreWorld();
  });
  afterAll(() => world.close());
  beforeEach(async () => {
    tests += 1;
    [lin, wen] = [await world.addStaff(`林 ${tests}`), await world.addStaff(`文 ${tests}`)];
    student = await world.addPerson();
    one = await word('imminent', 0);
    await world.stores.cases.acknowledge(one.id, lin, silence(1), at(1));
    await world.stores.cases.markContacted(one.id, lin, at(10), at(10));
  });

  it('counts the student’s silence from the owner’s first word after theirs, and ends it with a word of theirs', async () => {
    expect(await read()).toMatchObject({ studentSilentSince: at(10), ownerActiveAt: at(10), wakeAt: at(10) });
    await world.stores.cases.markContacted(one.id, lin, at(50), at(50));
    expect(await read()).toMatchObject({ studentSilentSince: at(10), ownerActiveAt: at(50) });
    expect(await world.stores.watches.studentWrote(one.id, false, at(60))).toBe(true);
    // What asks for no answer is a sign of theirs: they are silent from then on.
    expect(await read()).toMatchObject({ studentSilentSince: at(60), unrepliedSince: null, wakeAt: at(60) });
    await world.stores.watches.studentWrote(one.id, true, at(70));
    expect(await read()).toMatchObject({ studentSilentSince: null, unrepliedSince: at(70) });
    await world.stores.watches.studentWrote(one.id, false, at(80));
    expect(await read()).toMatchObject({ studentSilentSince: null, unrepliedSince: at(70) });
  });

  it('lets somebody follow an owner who gives no sign before a silent student in imminent danger', async () => {
    const take = (seconds: number) =>
      world.stores.cases.acknowledge(one.id, wen, silence(seconds), at(seconds));
    await world.stores.cases.markContacted(one.id, lin, at(10), at(10));
    await word('imminent', 20);
    await world.stores.cases.markContacted(one.id, lin, at(30), at(30));
    expect(await take(389)).toEqual({ ok: false, code: 'not-open' });
    await world.stores.watches.sign(one.id, wen, at(300));
    await world.stores.watches.sign(one.id, lin, at(300));
    await world.stores.watches.sign(one.id, lin, at(290));
    expect(await read()).toMatchObject({ ownerActiveAt: at(300) });
    expect(await take(479)).toEqual({ ok: false, code: 'not-open' });
    await hold(lin, 479);
    expect(await take(1_858)).toEqual({ ok: false, code: 'not-open' });
    expect(await take(1_859)).toMatchObject({ ok: true, value: { ownerId: wen, studentSilentSince: null } });
  });

  it('owes an answer from the first harmless word on, until the owner speaks', async () => {
    await world.stores.watches.studentWrote(one.id, true, at(60));
    await world.stores.watches.studentWrote(one.id, true, at(90));
    expect(await read()).toMatchObject({ unrepliedSince: at(60) });
    await world.stores.cases.markContacted(one.id, lin, at(100), at(100));
    expect(await read()).toMatchObject({ unrepliedSince: null, studentSilentSince: at(100) });
  });

  it('lets somebody follow after five minutes of harmless words, not before', async () => {
    await world.stores.watches.studentWrote(one.id, true, at(60));
    const take = (seconds: number) =>
      world.stores.cases.acknowledge(one.id, wen, silence(seconds), at(seconds));
    expect(await take(359)).toEqual({ ok: false, code: 'not-open' });
    expect(await take(360)).toMatchObject({
      ok: true,
      value: { ownerId: wen, unrepliedSince: null, studentSilentSince: null, ownerActiveAt: at(360) },
    });
  });

  it('is held by its owner alone, and followed by nobody until after the end', async () => {
    expect(await hold(wen, 20)).toEqual({ ok: false, code: 'not-yours' });
    expect(await hold(lin, 20)).toMatchObject({ ok: true, value: { wakeAt: at(20) } });
    await world.stores.watches.studentWrote(one.id, true, at(60));
    await word('high', 61);
    const take = (seconds: number) =>
      world.stores.cases.acknowledge(one.id, wen, silence(seconds), at(seconds));
    expect(await take(1_279)).toEqual({ ok: false, code: 'not-open' });
    expect(await take(1_280)).toMatchObject({ ok: true, value: { hold: null } });
  });

  it('is held no longer once the owner speaks, an imminent word comes, or it changes hands', async () => {
    await hold(lin, 20);
    await world.stores.cases.markContacted(one.id, lin, at(30), at(30));
    expect((await read()).hold).toBeNull();

    await hold(lin, 40);
    expect(await word('high', 45)).toMatchObject({ hold: { kind: 'on-phone', until: at(1_240) } });
    expect(await word('imminent', 50)).toMatchObject({
      hold: null,
      unansweredSince: at(50),
      ownerActiveAt: at(50),
    });

    await hold(lin, 60);
    await world.stores.cases.transfer(one.id, lin, wen, at(70));
    expect(await read()).toMatchObject({ hold: null, ownerId: wen, nudgedAt: null });
  });

  it('counts an imminent word after a hold from the end of the hold, where one was owed', async () => {
    await hold(lin, 20);
    await word('high', 30);
    expect(await word('imminent', 1_250)).toMatchObject({
      hold: null,
      unansweredSince: at(1_220),
      ownerActiveAt: at(20),
    });
  });

  it('keeps that somebody is there until the next imminent word', async () => {
    expect(await world.stores.watches.arrive(one.id, wen, at(20))).toEqual({ ok: false, code: 'not-yours' });
    expect(await world.stores.watches.arrive(one.id, lin, at(20))).toMatchObject({ ok: true });
    expect(await word('high', 30)).toMatchObject({ arrivedAt: at(20) });
    expect(await word('imminent', 40)).toMatchObject({ arrivedAt: null });
    await world.stores.watches.arrive(one.id, lin, at(50));
    expect((await world.stores.watches.withdrawArrival(one.id, wen, at(60))).ok).toBe(false);
    expect(await world.stores.watches.withdrawArrival(one.id, lin, at(60))).toMatchObject({
      value: { arrivedAt: null, ownerActiveAt: at(60), wakeAt: at(60) },
    });
    expect((await world.stores.watches.withdrawArrival(one.id, lin, at(70))).ok).toBe(false);
  });

  it('keeps nothing of who is there for the next owner', async () => {
    await world.stores.watches.arrive(one.id, lin, at(20));
    await world.stores.cases.transfer(one.id, lin, wen, at(30));
    expect(await read()).toMatchObject({ ownerId: wen, arrivedAt: null });
    await world.stores.watches.arrive(one.id, wen, at(40));
    await world.stores.cases.reopenOf(wen, at(50));
    expect(await read()).toMatchObject({ ownerId: null, arrivedAt: null });
  });

  it('has nothing to watch while nobody has the case', async () => {
    await world.stores.cases.reopenOf(lin, at(20));
    expect(await world.stores.watches.studentWrote(one.id, true, at(30))).toBe(false);
    expect(await hold(lin, 30)).toEqual({ ok: false, code: 'not-yours' });
    expect(await read()).toMatchObject({ unrepliedSince: null, ownerActiveAt: null });
  });

  it('remembers when the owner was reminded, and when everybody was called for them', async () => {
    await world.stores.watches.saveNudge(one.id, at(300), at(120));
    expect(await read()).toMatchObject({ nudgedAt: at(120), wakeAt: at(300) });
    await world.stores.watches.saveCall(one.id, at(360), at(300));
    expect(await read()).toMatchObject({ nudgedAt: at(120), calledAt: at(300), wakeAt: at(360), step: 0 });
    await world.stores.cases.reopenOf(lin, at(310));
    expect(await read()).toMatchObject({ nudgedAt: null, calledAt: null });
  });

  it('is looked at as soon as somebody finds it imminent', async () => {
    student = await world.addPerson();
    one = await word('high', 0);
    await world.stores.cases.acknowledge(one.id, lin, silence(1), at(1));
    await world.stores.cases.markContacted(one.id, lin, at(10), at(10));
    await world.stores.cases.saveEscalation(one.id, 0, null);
    expect(await world.stores.cases.raise(one.id, lin, at(500))).toMatchObject({ wakeAt: at(500) });
    expect((await world.stores.cases.dueIds(at(500), 100)).includes(one.id)).toBe(true);
  });
});
