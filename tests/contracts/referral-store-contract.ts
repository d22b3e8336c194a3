import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { mayBecome, type Referral, type ReferralStatus } from '../../src/sessions/referral.ts';
import { type BookedWorld, createBooking, minutesAfter, newTime, START } from './booked-world.ts';

const AFTER = minutesAfter(START, 60);
const LATER = minutesAfter(START, 120);

/** What every store of referrals keeps. */
export function referralStoreContract(name: string, open: () => Promise<BookedWorld>): void {
  describe(`referrals: ${name}`, () => {
    let world: BookedWorld;
    const { book } = createBooking(() => world);
    const referrals = () => world.stores.referrals;

    beforeAll(async () => {
      world = await open();
    });

    const newReferral = async (): Promise<Referral> => {
      const { appointmentId, contactId, slot } = await book(await newTime(world));
      return {
        id: randomUUID(),
        contactId,
        appointmentId,
        staffId: slot.staffId,
        outside: true,
        status: 'proposed',
        body: {
          to: '测试医院',
          why: '海豚标记',
          documents: '鲸鱼标记',
          consent: 'given',
          decision: '',
          sent: '',
          withdrawn: '',
          answer: '',
        },
        madeAt: AFTER,
        changedAt: AFTER,
      };
    };
    /** What the desk does: locked, looked at, changed. */
    const step = (id: string, to: ReferralStatus, staffId: string, words = '') =>
      world.transactions.run(async (stores) => {
        const one = await stores.referrals.find(id);
        if (one === null || !mayBecome(one.status, to)) return false;
        const body = { ...one.body, decision: words };
        const event = { id: randomUUID(), staffId, at: LATER };
        await stores.referrals.change({ ...one, status: to, body, changedAt: LATER }, event);
        return true;
      });

    it('is written once, with who proposed it', async () => {
      const one = await newReferral();
      await referrals().add(one, randomUUID());
      await referrals().add(one, randomUUID());
      const restarted = world.reopen().referrals;
      expect(await restarted.find(one.id)).toEqual(one);
      expect(await restarted.ofSession(one.appointmentId)).toEqual([one]);
      expect(await restarted.events(one.id)).toEqual([{ kind: 'proposed', staffId: one.staffId, at: AFTER }]);
    });

    it('is written once where the form is sent twice at once', async () => {
      const one = await newReferral();
      await Promise.all([1, 2, 3].map(() => referrals().add(one, randomUUID())));
      expect(await referrals().ofSession(one.appointmentId)).toEqual([one]);
      expect(await referrals().events(one.id)).toHaveLength(1);
    });

    it('is decided by one of two heads at once, and each step is kept in order', async () => {
      const one = await newReferral();
      await referrals().add(one, randomUUID());
      const heads = await Promise.all(
        ['主任甲', '主任乙'].map((head) => world.addStaff(head + randomUUID())),
      );
      const [first = '', second = ''] = heads;
      const decided = await Promise.all([
        step(one.id, 'approved', first, '同意'),
        step(one.id, 'refused', second, '不同意'),
      ]);
      expect(decided.filter(Boolean)).toHaveLength(1);
      const found = await world.reopen().referrals.find(one.id);
      expect(found).toMatchObject({
        status: decided[0] ? 'approved' : 'refused',
        changedAt: LATER,
        body: { ...one.body, decision: decided[0] ? '同意' : '不同意' },
      });
      expect((await referrals().events(one.id)).map(({ kind, staffId }) => [kind, staffId])).toEqual([
        ['proposed', one.staffId],
        [found?.status, decided[0] ? first : second],
      ]);
      expect(await step(one.id, 'approved', first)).toBe(false);
    });

    it('is listed to whoever may know it', async () => {
      const [mine, theirs] = [await newReferral(), await newReferral()];
      for (const one of [mine, theirs]) await referrals().add(one, randomUUID());
      const listed = async (whose: readonly string[] | 'all') =>
        (await referrals().list(whose)).map(({ id }) => id);
      expect(await listed([mine.staffId])).toEqual([mine.id]);
      expect(await listed([])).toEqual([]);
      expect(await listed([randomUUID()])).toEqual([]);
      expect(await listed('all')).toEqual(expect.arrayContaining([mine.id, theirs.id]));
      expect(await referrals().find(randomUUID())).toBeNull();
      expect(await referrals().find('book:12')).toBeNull();
      expect(await referrals().ofSession(randomUUID())).toEqual([]);
      expect(await referrals().events(randomUUID())).toEqual([]);
    });

    it('lies in the tables without its words', async () => {
      const one = await newReferral();
      await referrals().add(one, randomUUID());
      await step(one.id, 'refused', one.staffId, '海龟标记');
      expect(await world.readRaw('referral', 'referral_event')).not.toMatch(/标记|测试医院|given/);
    });
  });
}
