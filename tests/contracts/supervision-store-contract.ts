import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { type BookedWorld, NOW } from './booked-world.ts';

/** What every store of supervisions keeps. */
export function supervisionStoreContract(name: string, open: () => Promise<BookedWorld>): void {
  describe(`supervision: ${name}`, () => {
    let world: BookedWorld;
    const supervisions = () => world.stores.supervisions;

    beforeAll(async () => {
      world = await open();
    });

    const pair = async () => ({
      supervisorId: await world.addStaff(`督导 ${randomUUID()}`),
      counsellorId: await world.addStaff(`咨询师 ${randomUUID()}`),
    });
    type Pair = Awaited<ReturnType<typeof pair>>;
    const add = (both: Pair, validFrom = '2026-11-20', id: string = randomUUID()) =>
      supervisions().add({ id, ...both, validFrom, madeBy: both.supervisorId, now: NOW });
    const ofCounsellor = ({ counsellorId }: Pair, date: string) =>
      world.reopen().supervisions.supervisorsOf(counsellorId, date);
    const ofSupervisor = ({ supervisorId }: Pair, date: string) =>
      world.reopen().supervisions.supervisedBy(supervisorId, date);

    it('holds from its first day to its last, both included', async () => {
      const both = await pair();
      const id = randomUUID();
      expect(await add(both, '2026-11-20', id)).toBe(true);
      expect(await ofCounsellor(both, '2026-11-19')).toEqual([]);
      expect(await ofCounsellor(both, '2026-11-20')).toEqual([both.supervisorId]);
      expect(await ofSupervisor(both, '2027-11-20')).toEqual([both.counsellorId]);
      expect(await supervisions().end(id, '2026-12-01')).toBe(true);
      expect(await supervisions().end(id, '2026-12-31')).toBe(false);
      expect(await ofCounsellor(both, '2026-12-01')).toEqual([both.supervisorId]);
      expect(await ofCounsellor(both, '2026-12-02')).toEqual([]);
      expect(await ofSupervisor(both, '2026-12-02')).toEqual([]);
      expect(await world.reopen().supervisions.list()).toContainEqual({
        id,
        ...both,
        validFrom: '2026-11-20',
        validTo: '2026-12-01',
      });
    });

    it('is there once, whoever adds it twice or at once, and again after it has ended', async () => {
      const both = await pair();
      const id = randomUUID();
      expect([await add(both, '2026-11-20', id), await add(both)]).toEqual([true, false]);
      await supervisions().end(id, '2026-11-21');
      const again = await Promise.all([1, 2, 3].map(() => add(both, '2026-11-22')));
      expect(again.filter(Boolean)).toHaveLength(1);
      expect(await ofCounsellor(both, '2026-11-22')).toEqual([both.supervisorId]);
    });

    it('is each supervisor named once, also on a day on which one ended and began anew', async () => {
      const both = await pair();
      const id = randomUUID();
      await add(both, '2026-11-20', id);
      await supervisions().end(id, '2026-11-21');
      await add(both, '2026-11-21');
      expect(await ofCounsellor(both, '2026-11-21')).toEqual([both.supervisorId]);
      expect(await ofSupervisor(both, '2026-11-21')).toEqual([both.counsellorId]);
    });

    it('gives nobody a look at others, and nobody at themselves', async () => {
      const [one, other] = [await pair(), await pair()];
      await add(one);
      await add(other);
      expect(await ofSupervisor(one, '2026-11-20')).toEqual([one.counsellorId]);
      expect(await ofSupervisor({ ...one, supervisorId: one.counsellorId }, '2026-11-20')).toEqual([]);
      await expect(add({ ...one, counsellorId: one.supervisorId })).rejects.toThrow();
      expect(await supervisions().end(randomUUID(), '2026-11-20')).toBe(false);
    });
  });
}
