import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import type { NewRule } from '../../src/handoff/rota/rota.ts';
import type { RotaStore } from '../../src/handoff/rota-store.ts';
import type { RotaTaskStore } from '../../src/handoff/rota-task-store.ts';

export type RotaStoreWorld = {
  readonly rota: RotaStore;
  readonly tasks: RotaTaskStore;
  addStaff(name: string): Promise<string>;
  addCase(): Promise<string>;
  /** Runs each in a transaction of its own, all at once. */
  atOnce<T>(works: readonly ((rota: RotaStore) => Promise<T>)[]): Promise<T[]>;
};

const NOW = new Date('2026-11-23T00:00:00Z');
const inHours = (hours: number): Date => new Date(NOW.getTime() + hours * 3_600_000);

/** What every store of the rota keeps, whatever it is made of. */
export function rotaStoreContract(name: string, open: () => Promise<RotaStoreWorld>): void {
  describe(`the rota: ${name}`, () => {
    let world: RotaStoreWorld;
    let lin: string;
    let wen: string;
    beforeAll(async () => {
      world = await open();
      lin = await world.addStaff('林老师');
      wen = await world.addStaff('文老师');
    });

    const period = { startsAt: inHours(1), endsAt: inHours(9) };
    const single = (): NewRule => ({
      kind: 'single',
      id: randomUUID(),
      duty: 'duty',
      staffId: lin,
      ...period,
    });
    const hours = { fromMinute: 1_320, toMinute: 1_800, days: 'workdays' as const };
    const rules = (): NewRule[] => [
      single(),
      { kind: 'override', id: randomUUID(), duty: 'backup', staffId: lin, insteadOf: wen, ...period },
      { kind: 'override', id: randomUUID(), duty: 'duty', staffId: lin, insteadOf: null, ...period },
      {
        kind: 'weekly',
        id: randomUUID(),
        duty: 'duty',
        ...hours,
        staffId: wen,
        weekday: 5,
        validFrom: null,
        validTo: '2027-02-28',
        sample: false,
      },
      {
        kind: 'rotation',
        id: randomUUID(),
        duty: 'duty',
        ...hours,
        name: '夜间',
        members: [wen, lin, wen],
        periodDays: 3,
        handOverWeekday: 7,
        handOverMinute: 1_439,
        validFrom: '2028-02-29',
        validTo: null,
      },
    ];
    const find = async (id: string, since = NOW) =>
      (await world.rota.read(since)).rules.find((rule) => rule.id === id);
    const offer = async (): Promise<string> => {
      const id = randomUUID();
      await world.rota.offer({ id, duty: 'duty', fromStaffId: lin, toStaffId: wen, ...period }, lin, NOW);
      return id;
    };

    it('gives every rule back as it was added, and adds it once', async () => {
      for (const rule of rules()) {
        expect(await world.rota.add(rule, lin, NOW)).toBe(true);
        expect(await world.rota.add(rule, lin, inHours(1))).toBe(false);
        expect(await find(rule.id)).toEqual({ ...rule, madeAt: NOW, endedAt: null });
      }
    });

    it('ends a rule once, and still knows it for the time before', async () => {
      for (const rule of rules()) {
        await world.rota.add(rule, null, NOW);
        expect(await world.rota.end(rule.id, wen, inHours(2))).toBe(true);
        expect(await world.rota.end(rule.id, wen, inHours(3))).toBe(false);
        expect((await find(rule.id, inHours(1)))?.endedAt).toEqual(inHours(2));
        expect(await find(rule.id, inHours(2))).toBeUndefined();
      }
    });

    it('lets one of two who replace the same rule win, and tells the other', async () => {
      const rule = single();
      await world.rota.add(rule, lin, NOW);
      const replace = () => (rota: RotaStore) => rota.replace(rule.id, single(), lin, inHours(1));
      const outcomes = await world.atOnce([replace(), replace(), replace()]);
      expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1);
      expect(outcomes.filter((one) => !one.ok && one.code === 'stale')).toHaveLength(2);
    });

    it('takes the same edit twice as one', async () => {
      const [rule, next] = [single(), single()];
      await world.rota.add(rule, lin, NOW);
      for (let times = 0; times < 2; times += 1) {
        expect(await world.rota.replace(rule.id, next, lin, NOW)).toEqual({ ok: true, value: null });
      }
      expect(await find(next.id)).toMatchObject({ madeAt: NOW });
    });

    it('keeps which gaps were there at the last look, and none before the first', async () => {
      expect(await world.tasks.knownGaps()).toBeNull();
      for (const gaps of [[period], []]) {
        const known = { until: inHours(336), gaps };
        await world.tasks.noteGaps(known);
        expect(await world.tasks.knownGaps()).toEqual(known);
      }
    });

    it('keeps what the file said when it was taken over last', async () => {
      expect(await world.rota.takenFile()).toBeNull();
      for (const body of ['one', 'another']) {
        await world.rota.takeFile(body, NOW);
        expect(await world.rota.takenFile()).toBe(body);
      }
    });

    it('settles an offer once, by whoever comes first', async () => {
      const id = await offer();
      const settle = (to: 'accepted' | 'declined') => (rota: RotaStore) => rota.settle(id, to, wen, NOW);
      const outcomes = await world.atOnce([settle('accepted'), settle('declined'), settle('accepted')]);
      const [settled, ...others] = outcomes.filter((one) => one !== null);
      expect(others).toEqual([]);
      expect(await world.rota.swap(id)).toEqual(settled);
      const counted = (await world.rota.read(NOW)).swaps.map((swap) => swap.id);
      expect(counted.includes(id)).toBe(settled?.status === 'accepted');
    });

    it('lets an offer expire when its time begins, and not be accepted then', async () => {
      const id = await offer();
      expect(await world.rota.settle(id, 'accepted', wen, inHours(1))).toBeNull();
      expect((await world.rota.expire(inHours(1))).map((swap) => swap.id)).toContain(id);
      expect(await world.rota.expire(inHours(1))).toEqual([]);
      expect(await world.rota.swap(id)).toMatchObject({ status: 'expired', settledAt: inHours(1) });
    });

    it('keeps the calendar that was read last', async () => {
      const calendar = {
        sample: false,
        terms: [{ name: '学期', from: '2026-09-07', to: '2027-01-22' }],
        holidays: [],
        makeUpDays: [{ date: '2026-10-10', as: 3 }],
      };
      await world.rota.saveCalendar({ ...calendar, terms: [] }, NOW);
      await world.rota.saveCalendar(calendar, NOW);
      expect((await world.rota.read(NOW)).calendar).toEqual(calendar);
    });

    it('has a task in hand only when it is due, and tells somebody of an end once for each case', async () => {
      await world.tasks.plan('swaps', inHours(1));
      expect(await world.tasks.claim('swaps', NOW)).toBe(false);
      expect(await world.tasks.due(NOW)).not.toContain('swaps');
      expect(await world.tasks.due(inHours(1))).toContain('swaps');
      expect(await world.tasks.claim('swaps', inHours(1))).toBe(true);
      await world.tasks.plan('swaps', null);
      expect(await world.tasks.due(inHours(99))).not.toContain('swaps');
      const [one, other] = [await world.addCase(), await world.addCase()];
      const notice = { staffId: lin, endsAt: NOW, kind: 'soon' as const, now: NOW };
      const told = (caseIds: readonly string[], kind: 'soon' | 'stays' = 'soon') =>
        world.tasks.noteTold({ ...notice, caseIds, kind });
      expect([await told([one]), await told([one])]).toEqual([[one], []]);
      expect(await told([one, other])).toEqual([other]);
      expect(await told([one], 'stays')).toEqual([one]);
      expect(await told([])).toEqual([]);
    });
  });
}
