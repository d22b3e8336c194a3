import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  type Booked,
  type BookedWorld,
  createBooking,
  daysAfter,
  laterTime,
  minutesAfter,
  NOW,
  newTime,
  START,
} from './booked-world.ts';

/** What every store of links to one appointment keeps. */
export function calendarLinkStoreContract(name: string, open: () => Promise<BookedWorld>): void {
  describe(`calendar links: ${name}`, () => {
    let world: BookedWorld;
    const { book, hold, cancel } = createBooking(() => world);
    const links = () => world.stores.calendarLinks;

    beforeAll(async () => {
      world = await open();
    });

    const make = async ({ appointmentId, addressId }: Booked) => {
      const secret = randomUUID();
      await links().make({ secret, appointmentId, addressId, now: NOW });
      return secret;
    };

    it('shows its appointment to whoever has it, until a day after the end', async () => {
      const booked = await book(await newTime(world));
      const secret = await make(booked);
      const { startAt, endAt } = booked.slot;
      const shown = {
        addressId: booked.addressId,
        entries: [{ firstId: booked.appointmentId, moves: 0, startAt, endAt, cancelled: false }],
      };
      expect(await world.reopen().calendarLinks.find(secret, NOW)).toEqual(shown);
      expect(await links().find(secret, minutesAfter(daysAfter(endAt, 1), -1))).toEqual(shown);
      expect(await links().find(secret, daysAfter(endAt, 1))).toBeNull();
      await cancel(booked);
      expect(await links().find(secret, NOW)).toMatchObject({ entries: [{ cancelled: true }] });
    });

    it('shows a time that was moved, and where to, as one entry', async () => {
      const old = await book(await newTime(world));
      const to = laterTime(old.slot, 100);
      const holdId = await hold(to, old);
      const moved = await world.stores.appointments.move({
        appointmentId: old.appointmentId,
        holdId,
        contactId: old.contactId,
        now: NOW,
        noticePeriodMinutes: 60,
        by: 'student',
      });
      expect(moved.ok).toBe(true);
      const identities = await links().identify([old.appointmentId, holdId, randomUUID()]);
      expect([...identities].sort(([, one], [, other]) => one.moves - other.moves)).toEqual([
        [old.appointmentId, { firstId: old.appointmentId, moves: 0 }],
        [holdId, { firstId: old.appointmentId, moves: 1 }],
      ]);
      const before = await make(old);
      const now = await make({ ...old, appointmentId: holdId });
      const firstId = old.appointmentId;
      expect(await links().find(before, NOW)).toMatchObject({
        entries: [{ firstId, moves: 0, cancelled: true }],
      });
      expect(await links().find(now, NOW)).toMatchObject({
        entries: [{ firstId, moves: 1, cancelled: false, startAt: to.startAt }],
      });
    });

    it('is one of several, all of which end with the word of their owner and of nobody else', async () => {
      const [mine, theirs] = [await book(await newTime(world)), await book(await newTime(world))];
      const [first, second, other] = [await make(mine), await make(mine), await make(theirs)];
      await Promise.all([1, 2].map(() => links().revokeAll(mine.contactId, NOW)));
      for (const secret of [first, second])
        expect(await world.reopen().calendarLinks.find(secret, NOW)).toBeNull();
      expect(await links().find(other, NOW)).not.toBeNull();
      await links().revokeAll(randomUUID(), NOW);
      const again = await make(mine);
      expect(await links().find(again, NOW)).not.toBeNull();
    });

    it('is nothing for a secret that was never given, and its secret stands nowhere', async () => {
      const secret = await make(await book(await newTime(world)));
      for (const wrong of [randomUUID(), '', secret.toUpperCase(), `${secret} `])
        expect(await links().find(wrong, NOW)).toBeNull();
      expect(await world.readRaw('calendar_link')).not.toContain(secret);
    });
  });
}

/** What every store of counsellors' calendars keeps. */
export function calendarFeedStoreContract(name: string, open: () => Promise<BookedWorld>): void {
  describe(`calendar feeds: ${name}`, () => {
    let world: BookedWorld;
    const { book, hold, cancel } = createBooking(() => world);
    const feeds = () => world.stores.calendarFeeds;

    beforeAll(async () => {
      world = await open();
    });

    const make = async (staffId: string) => {
      const secret = randomUUID();
      await world.transactions.run(({ calendarFeeds }) =>
        calendarFeeds.make({ id: randomUUID(), staffId, secret, now: NOW }),
      );
      return secret;
    };
    const find = (secret: string) => world.reopen().calendarFeeds.find(secret);

    it('is one for each counsellor: a new one ends the one before', async () => {
      const { staffId } = await newTime(world);
      expect(await feeds().of(staffId)).toBeNull();
      const first = await make(staffId);
      expect(await find(first)).toMatchObject({ staffId, madeAt: NOW });
      const second = await make(staffId);
      expect(await find(first)).toBeNull();
      expect(await find(second)).toEqual(await feeds().of(staffId));
      expect(await world.readRaw('calendar_feed')).not.toContain(second);
    });

    it('is one where two are made at the same moment', async () => {
      const { staffId } = await newTime(world);
      const secrets = await Promise.all([make(staffId), make(staffId), make(staffId)]);
      const found = await Promise.all(secrets.map(find));
      expect(found.filter((feed) => feed !== null)).toHaveLength(1);
      await make(staffId);
    });

    it('ends when it is revoked, once, and nobody else’s with it', async () => {
      const [{ staffId }, other] = [await newTime(world), await newTime(world)];
      const [mine, theirs] = [await make(staffId), await make(other.staffId)];
      const revoked = await Promise.all([1, 2].map(() => feeds().revoke(staffId, NOW)));
      expect(revoked.sort()).toEqual([false, true]);
      expect(await feeds().revoke(randomUUID(), NOW)).toBe(false);
      expect([await find(mine), await feeds().of(staffId)]).toEqual([null, null]);
      expect(await find(theirs)).not.toBeNull();
      expect(await find(randomUUID())).toBeNull();
    });

    it('tells when its counsellor is taken and not by whom, the same after a restart', async () => {
      const slot = await newTime(world);
      const second = await book(laterTime(slot, 60));
      const first = await book(slot);
      await cancel(await book(laterTime(slot, 120)));
      await hold(laterTime(slot, 180), await world.addPerson());
      await book(await newTime(world));
      const feed = await find(await make(slot.staffId));
      if (feed === null) throw new Error('no feed');
      const times = await feeds().times(feed, START, daysAfter(START, 1));
      expect(times.map(({ startAt, endAt }) => ({ startAt, endAt }))).toEqual(
        [first, second].map(({ slot: { startAt, endAt } }) => ({ startAt, endAt })),
      );
      expect(Object.keys(times[0] ?? {}).sort()).toEqual(['endAt', 'startAt', 'uid']);
      const said = JSON.stringify(times);
      for (const secret of [first.appointmentId, first.contactId, slot.staffId])
        expect(said).not.toContain(secret);
      expect(await world.reopen().calendarFeeds.times(feed, START, daysAfter(START, 1))).toEqual(times);
      expect(await feeds().times(feed, daysAfter(START, 1), daysAfter(START, 2))).toEqual([]);
      // Who has two addresses one after the other cannot join what they say.
      const next = await find(await make(slot.staffId));
      const anew = next === null ? [] : await feeds().times(next, START, daysAfter(START, 1));
      expect(anew.map(({ uid }) => uid)).not.toEqual(times.map(({ uid }) => uid));
    });
  });
}
