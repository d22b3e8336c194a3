import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type CaseStoreWorld, createCaseActions, inSeconds, NOW, type Student } from './case-store-world.ts';

/** How every store of hand-offs paces the pages of a responder. */
export function casePagesContract(name: string, open: () => Promise<CaseStoreWorld>): void {
  describe(`pages: ${name}`, () => {
    let world: CaseStoreWorld;
    let student: Student;
    let lin: string;
    let wen: string;
    let tests = 0;
    const { word, opened, take, page, digest, numbersIn } = createCaseActions(() => world.store);

    const again = { step: 5, round: 2, reason: 'waiting' as const, digestSeconds: 60 };

    beforeAll(async () => {
      world = await open();
    });
    beforeEach(async () => {
      tests += 1;
      student = await world.addPerson();
      lin = await world.addStaff(`值班甲 ${tests}`);
      wen = await world.addStaff(`值班乙 ${tests}`);
    });

    it('tells the first at once, and after a minute everything that waits by then', async () => {
      const [first, second, third] = [
        await opened(student),
        await opened(await world.addPerson()),
        await opened(await world.addPerson()),
      ];
      await page(first.id, [lin]);
      expect(await numbersIn(lin, 0)).toEqual([first.number]);
      await page(second.id, [lin], 10);
      await page(third.id, [lin], 59);
      expect(await digest(lin, 59)).toBeNull();
      expect(await world.store.dueDigests(inSeconds(59), 1_000)).not.toContain(lin);
      expect(await world.store.dueDigests(inSeconds(60), 1_000)).toContain(lin);
      expect(await numbersIn(lin, 60)).toEqual([first.number, second.number, third.number]);
      expect(await digest(lin, 9_999)).toBeNull();
    });

    it('tells of an imminent case behind an ordinary one at once, by one more message a minute', async () => {
      const high = async () => (await opened(await world.addPerson())).id;
      const imminent = async () => (await opened(await world.addPerson(), 'imminent')).id;
      await page(await high(), [lin]);
      expect(await numbersIn(lin, 0)).toHaveLength(1);
      await page(await high(), [lin], 5);
      await page(await imminent(), [lin], 10);
      expect(await numbersIn(lin, 10)).toHaveLength(3);
      // Nothing more within the minute, be it ever so grave.
      await page(await imminent(), [lin], 11);
      await page(await high(), [lin], 12);
      expect(await digest(lin, 69)).toBeNull();
      expect(await numbersIn(lin, 70)).toHaveLength(5);
      await page(await imminent(), [lin], 80);
      expect(await digest(lin, 129)).toBeNull();
      expect(await numbersIn(lin, 130)).toHaveLength(6);
    });

    it('tells only those who are still to be told, and costs the others no minute', async () => {
      const one = await opened(student);
      await page(one.id, [lin, wen]);
      const told = await world.store.takeDigests([lin, wen], NOW, (staffId) => staffId === wen);
      expect(told.get(lin)).toEqual([]);
      expect(told.get(wen)).toHaveLength(1);
      await page(one.id, [lin, wen], 5);
      expect(await numbersIn(lin, 5)).toEqual([one.number]);
      expect(await digest(wen, 5)).toBeNull();
    });

    it('can call somebody without a digest', async () => {
      const one = await opened(student);
      const call = { caseId: one.id, staffIds: [lin], step: 1, reason: 'waiting' as const };
      await world.store.page({ ...call, digestSeconds: null, now: NOW });
      expect(await digest(lin, 9_999)).toBeNull();
      expect((await world.store.pagedStaff([one.id])).get(one.id)).toEqual([lin]);
    });

    it('paces each responder alone', async () => {
      const one = await opened(student);
      await page(one.id, [lin]);
      await digest(lin, 0);
      await page(one.id, [lin, wen], 5);
      expect(await numbersIn(wen, 5)).toEqual([one.number]);
      expect(await digest(lin, 5)).toBeNull();
      expect(await numbersIn(lin, 60)).toEqual([one.number]);
    });

    it('tells a case once that was paged twice, by its last reason', async () => {
      const one = await opened(student);
      await take(one.id, wen);
      await page(one.id, [lin], 1);
      await page(one.id, [lin], 61, 'silent-owner');
      expect(await digest(lin, 61)).toEqual([
        {
          caseId: one.id,
          number: one.number,
          level: 'high',
          openedAt: NOW,
          reason: 'silent-owner',
          college: null,
          round: 0,
          owner: { id: wen, name: `值班乙 ${tests}`, since: NOW },
          newWebContact: false,
        },
      ]);
    });

    it('leaves out what somebody took meanwhile, and costs nobody the next minute for it', async () => {
      const one = await opened(student);
      await page(one.id, [lin]);
      await take(one.id, wen, 1);
      expect(await digest(lin, 1)).toEqual([]);
      const next = await opened(await world.addPerson());
      await page(next.id, [lin], 2);
      expect(await numbersIn(lin, 2)).toEqual([next.number]);
    });

    it('tells an owner whose student is worse now', async () => {
      const one = await opened(student);
      await take(one.id, lin);
      await world.store.markContacted(one.id, lin, inSeconds(1), inSeconds(1));
      await word(student, 'imminent', inSeconds(2));
      await page(one.id, [lin], 2, 'raised');
      expect(await digest(lin, 2)).toMatchObject([
        { level: 'imminent', reason: 'raised', owner: { id: lin } },
      ]);
    });

    it('tells new web contacts apart from people who were known', async () => {
      const one = (await word(student, 'high', NOW, false)).case;
      await page(one.id, [lin]);
      expect(await digest(lin, 0)).toMatchObject([{ newWebContact: true, owner: null }]);
    });

    it('knows who was called for which case, each once', async () => {
      const one = await opened(student);
      const other = await opened(await world.addPerson());
      await page(one.id, [lin, wen]);
      await page(one.id, [lin], 60);
      await page(other.id, [wen]);
      const paged = await world.store.pagedStaff([one.id, other.id]);
      expect([...(paged.get(one.id) ?? [])].sort()).toEqual([lin, wen].sort());
      expect(paged.get(other.id)).toEqual([wen]);
      expect(await world.store.pagedStaff([])).toEqual(new Map());
      const events = await world.store.events(one.id);
      expect(events.filter((event) => event.kind === 'paged')).toHaveLength(3);
    });

    it('counts a call that was told or will be, and none that was dropped since they were off call', async () => {
      const one = await opened(student);
      const standing = async (staffId: string) =>
        (await world.store.standingCalls([one.id])).get(one.id)?.filter((call) => call.staffId === staffId) ??
        [];
      expect(await world.store.standingCalls([])).toEqual(new Map());
      await page(one.id, [lin]);
      expect(await standing(lin)).toEqual([{ staffId: lin, at: NOW, round: 0 }]);
      await world.store.takeDigests([lin], NOW, () => false);
      expect(await standing(lin)).toEqual([]);
      await page(one.id, [lin], 20);
      await page(one.id, [wen], 20);
      await world.store.page({ ...again, caseId: one.id, staffIds: [lin], now: inSeconds(30) });
      expect(await numbersIn(lin, 30)).toEqual([one.number]);
      expect(await standing(lin)).toEqual([{ staffId: lin, at: inSeconds(30), round: 2 }]);
      expect(await standing(wen)).toHaveLength(1);
    });

    it('has nothing for somebody who was never called', async () => {
      expect(await digest(lin, 0)).toBeNull();
    });
  });
}
