import { randomUUID } from 'node:crypto';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { SEEN_OWING } from '../support/seen.ts';
import { type CaseStoreWorld, createCaseActions, inSeconds, NOW, type Student } from './case-store-world.ts';

/** What every store of hand-offs keeps, whatever it is made of. Each test has a student and staff of its own. */
export function caseStoreContract(name: string, open: () => Promise<CaseStoreWorld>): void {
  describe(`cases: ${name}`, () => {
    let world: CaseStoreWorld;
    let student: Student;
    let lin: string;
    let wen: string;
    let tests = 0;
    const { word, opened, take } = createCaseActions(() => world.store);

    beforeAll(async () => {
      world = await open();
    });
    beforeEach(async () => {
      tests += 1;
      student = await world.addPerson();
      lin = await world.addStaff(`林老师 ${tests}`);
      wen = await world.addStaff(`文老师 ${tests}`);
    });

    describe('opening', () => {
      it('makes a case that is due at once for escalation and for the student', async () => {
        const { change, case: one } = await word(student, 'high');
        expect(change).toBe('opened');
        expect(one).toMatchObject({ ...student, level: 'high', status: 'open', ownerId: null, step: 0 });
        expect(one).toMatchObject({ openedAt: NOW, levelSince: NOW, wakeAt: NOW, tellAt: NOW });
        expect(one.number).toBeGreaterThan(1_000);
        expect(await world.store.byNumber(one.number)).toEqual(one);
        expect(await world.store.activeOf(student.contactId)).toEqual(one);
        expect(await world.store.events(one.id)).toEqual([
          { kind: 'opened', staffId: null, level: 'high', at: NOW },
        ]);
      });

      it('waits since the words were said, and is called for and told from now on', async () => {
        const saidAt = inSeconds(-600);
        const { case: one } = await world.store.openOrJoin({
          ...student,
          id: randomUUID(),
          channel: 'telegram',
          level: 'high',
          knownContact: true,
          openedAt: saidAt,
          now: NOW,
        });
        expect(one).toMatchObject({ openedAt: saidAt, levelSince: NOW, wakeAt: NOW, tellAt: NOW });
        expect((await world.store.events(one.id))[0]).toMatchObject({ kind: 'opened', at: saidAt });
      });

      it('joins the open case of the same person and changes nothing about it', async () => {
        const one = await opened(student, 'high');
        expect(await word(student, 'high', inSeconds(30))).toEqual({ change: 'joined', case: one });
        expect(await world.store.events(one.id)).toHaveLength(1);
      });

      it('raises the level, from then on, and never lowers it', async () => {
        const one = await opened(student, 'high');
        await world.store.saveEscalation(one.id, 2, inSeconds(300));
        const raised = await word(student, 'imminent', inSeconds(30));
        expect(raised.change).toBe('raised');
        expect(raised.case).toMatchObject({ id: one.id, level: 'imminent', step: 0 });
        const since = { levelSince: inSeconds(30), wakeAt: inSeconds(30), tellAt: inSeconds(30) };
        expect(raised.case).toMatchObject({ openedAt: NOW, ...since });
        expect(await word(student, 'high', inSeconds(40))).toEqual({ change: 'joined', case: raised.case });
        expect(await word(student, 'imminent', inSeconds(50))).toMatchObject({ change: 'joined' });
        expect((await world.store.events(one.id)).map((event) => event.kind)).toEqual(['opened', 'raised']);
      });

      it('raises under an owner without making the student wait again', async () => {
        const one = await opened(student, 'high');
        await take(one.id, lin);
        const raised = await word(student, 'imminent', inSeconds(30));
        expect(raised).toMatchObject({ change: 'raised', case: { ownerId: lin, status: 'acknowledged' } });
        expect(raised.case).toMatchObject({ wakeAt: inSeconds(30), tellAt: null });
      });

      it('begins anew once the last case is closed', async () => {
        const one = await opened(student);
        await take(one.id, lin);
        await world.store.close(
          one.id,
          lin,
          { outcome: 'serious', note: 'x', seen: SEEN_OWING },
          inSeconds(60),
        );
        const again = await word(student, 'high', inSeconds(90));
        expect(again.change).toBe('opened');
        expect(again.case.number).toBeGreaterThan(one.number);
      });
    });

    describe('taking', () => {
      it('gives one owner to fifty who press at once', async () => {
        const one = await opened(student);
        const fifty = Array.from({ length: 50 }, (_, index) => (index % 2 === 0 ? lin : wen));
        const answers = await Promise.all(fifty.map((staffId) => take(one.id, staffId, 1)));
        const taken = answers.filter((answer) => answer.ok);
        expect(taken).toHaveLength(1);
        const owner = (await world.store.byId(one.id))?.ownerId;
        expect(taken[0]).toMatchObject({ value: { ownerId: owner } });
        const events = await world.store.events(one.id);
        expect(events.filter((event) => event.kind === 'acknowledged')).toHaveLength(1);
        expect(await world.store.ownedBy(owner ?? '')).toHaveLength(1);
      });

      it('ends the telling of the student and makes escalation look again', async () => {
        const one = await opened(student);
        await world.store.saveEscalation(one.id, 3, inSeconds(600));
        expect(await take(one.id, lin, 5)).toMatchObject({
          ok: true,
          value: { status: 'acknowledged', acknowledgedAt: inSeconds(5), wakeAt: inSeconds(5), tellAt: null },
        });
      });

      it('lets a silent owner be followed only after their time', async () => {
        const one = await opened(student);
        await take(one.id, lin, 0);
        expect(await take(one.id, wen, 59)).toEqual({ ok: false, code: 'not-open' });
        expect(await take(one.id, lin, 60)).toEqual({ ok: false, code: 'not-open' });
        expect(await take(one.id, wen, 60)).toMatchObject({ ok: true, value: { ownerId: wen } });
        // Now it is the follower who has the time.
        expect(await take(one.id, lin, 119)).toEqual({ ok: false, code: 'not-open' });
        expect(await take(one.id, lin, 120)).toMatchObject({ ok: true, value: { ownerId: lin } });
      });

      it('lets nobody follow an owner who has spoken', async () => {
        const one = await opened(student);
        await take(one.id, lin, 0);
        expect(await world.store.markContacted(one.id, lin, inSeconds(10), inSeconds(10))).toBe(true);
        expect(await world.store.markContacted(one.id, lin, inSeconds(20), inSeconds(20))).toBe(false);
        expect(await take(one.id, wen, 9_999)).toEqual({ ok: false, code: 'not-open' });
        expect(await world.store.byId(one.id)).toMatchObject({ contactedAt: inSeconds(10), wakeAt: null });
      });

      it('asks for a word again after a dangerous one, and then lets somebody follow', async () => {
        const one = await opened(student);
        await take(one.id, lin, 0);
        await world.store.markContacted(one.id, lin, inSeconds(10), inSeconds(10));
        await word(student, 'high', inSeconds(100));
        await word(student, 'high', inSeconds(130));
        expect(await world.store.byId(one.id)).toMatchObject({
          contactedAt: inSeconds(10),
          unansweredSince: inSeconds(100),
          wakeAt: inSeconds(130),
        });
        expect(await take(one.id, wen, 159)).toEqual({ ok: false, code: 'not-open' });
        expect(await take(one.id, wen, 160)).toMatchObject({ ok: true, value: { contactedAt: null } });
      });

      it('asks for a word where the student’s own could not be heard', async () => {
        const one = await opened(student);
        await world.store.markUnanswered(one.id, NOW);
        expect(await world.store.byId(one.id)).toMatchObject({ status: 'open', unansweredSince: null });
        await take(one.id, lin, 0);
        await world.store.markContacted(one.id, lin, inSeconds(1), inSeconds(1));
        await world.store.markUnanswered(one.id, inSeconds(50));
        expect(await world.store.byId(one.id)).toMatchObject({ unansweredSince: inSeconds(50) });
      });

      it('opens again for everybody what somebody had who is gone', async () => {
        const one = await opened(student);
        await take(one.id, lin, 0);
        await world.store.markContacted(one.id, lin, inSeconds(1), inSeconds(1));
        expect(await world.store.reopenOf(lin, inSeconds(500))).toEqual([one.id]);
        expect(await world.store.byId(one.id)).toMatchObject({
          status: 'open',
          ownerId: null,
          contactedAt: null,
          step: 0,
          wakeAt: inSeconds(500),
          resumedAt: inSeconds(500),
          tellCount: 0,
        });
        expect(await take(one.id, wen, 501)).toMatchObject({ ok: true });
      });

      it('does not count words of somebody who has just lost the case', async () => {
        const one = await opened(student);
        await take(one.id, lin, 0);
        await take(one.id, wen, 60);
        expect(await world.store.markContacted(one.id, lin, inSeconds(61), inSeconds(61))).toBe(false);
        expect(await world.store.byId(one.id)).toMatchObject({ ownerId: wen, contactedAt: null });
      });

      it('counts no words before anybody took it', async () => {
        const one = await opened(student);
        expect(await world.store.markContacted(one.id, lin, NOW, NOW)).toBe(false);
      });
    });

    describe('closing', () => {
      it('is for the owner alone, once', async () => {
        const one = await opened(student);
        const close = (staffId: string) =>
          world.store.close(
            one.id,
            staffId,
            { outcome: 'false-alarm', note: '', seen: SEEN_OWING },
            inSeconds(9),
          );
        expect(await close(lin)).toEqual({ ok: false, code: 'not-yours' });
        await take(one.id, lin);
        expect(await close(wen)).toEqual({ ok: false, code: 'not-yours' });
        expect(await close(lin)).toMatchObject({
          ok: true,
          value: {
            status: 'closed',
            outcome: 'false-alarm',
            closedAt: inSeconds(9),
            wakeAt: null,
            tellAt: null,
          },
        });
        expect(await close(lin)).toEqual({ ok: false, code: 'not-yours' });
        expect(await take(one.id, wen, 999)).toEqual({ ok: false, code: 'not-open' });
        expect(await world.store.activeOf(student.contactId)).toBeNull();
        expect(await world.store.ownedBy(lin)).toEqual([]);
      });
    });

    describe('what is due', () => {
      it('is named by either deadline, imminent first, then the longest waiting', async () => {
        const long = inSeconds(-1_000_000 * tests);
        const old = await opened(student, 'high', long);
        const told = await opened(await world.addPerson(), 'high', inSeconds(1 - 1_000_000 * tests));
        await world.store.saveEscalation(told.id, 1, null);
        const grave = await opened(await world.addPerson(), 'imminent', inSeconds(2 - 1_000_000 * tests));
        const done = await opened(await world.addPerson(), 'imminent', long);
        await world.store.saveEscalation(done.id, 1, inSeconds(1));
        await world.store.saveTold(done.id, 1, null);
        const mine = [old.id, told.id, grave.id, done.id];
        const due = (await world.store.dueIds(NOW, 1_000)).filter((id) => mine.includes(id));
        expect(due).toEqual([grave.id, old.id, told.id]);
        expect(await world.store.dueIds(NOW, 1)).toHaveLength(1);
        expect(await world.store.claimDue(done.id, NOW)).toBeNull();
        expect(await world.store.claimDue(done.id, inSeconds(1))).toMatchObject({ id: done.id });
      });

      it('keeps what escalation and telling saved', async () => {
        const one = await opened(student);
        await world.store.saveEscalation(one.id, 2, inSeconds(90));
        await world.store.saveTold(one.id, 3, inSeconds(300));
        expect(await world.store.byId(one.id)).toMatchObject({
          step: 2,
          wakeAt: inSeconds(90),
          tellCount: 3,
          tellAt: inSeconds(300),
        });
      });
    });

    it('lists all that is open and only the last closed ones', async () => {
      const closed: string[] = [];
      for (const seconds of [1, 2, 3]) {
        const one = await opened(await world.addPerson());
        await take(one.id, lin);
        await world.store.close(
          one.id,
          lin,
          { outcome: 'ordinary', note: '', seen: SEEN_OWING },
          inSeconds(1_000_000 * tests + seconds),
        );
        closed.unshift(one.id);
      }
      const one = await opened(student);
      const listed = await world.store.list(2);
      expect(listed.slice(-2).map(({ id }) => id)).toEqual(closed.slice(0, 2));
      expect(listed.slice(0, -2).every(({ status }) => status !== 'closed')).toBe(true);
      expect(listed.map(({ id }) => id)).toContain(one.id);
    });
  });
}
