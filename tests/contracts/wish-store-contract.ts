import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { ANY, type Wish } from '../../src/booking/wish.ts';
import { type BookedWorld, NOW } from './booked-world.ts';

const WISH: Wish = { staffId: null, gender: 'female', topic: '海豚标记', language: '粤语', mode: 'online' };

/** What every store of wishes keeps. */
export function wishStoreContract(name: string, open: () => Promise<BookedWorld>): void {
  describe(`wishes: ${name}`, () => {
    let world: BookedWorld;
    const wishes = () => world.stores.wishes;

    beforeAll(async () => {
      world = await open();
    });

    it('keeps the last one of an address, for that address alone', async () => {
      const [mine, theirs] = [await world.addPerson(), await world.addPerson()];
      expect(await wishes().of(mine.addressId)).toEqual(ANY);
      await wishes().keep(mine.addressId, WISH, NOW);
      await wishes().keep(mine.addressId, WISH, NOW);
      expect(await world.reopen().wishes.of(mine.addressId)).toEqual(WISH);
      expect(await wishes().of(theirs.addressId)).toEqual(ANY);
      await wishes().keep(mine.addressId, ANY, NOW);
      expect(await world.reopen().wishes.of(mine.addressId)).toEqual(ANY);
      expect(await wishes().of(randomUUID())).toEqual(ANY);
    });

    it('keeps one of two at once, whole', async () => {
      const { addressId } = await world.addPerson();
      const both: Wish[] = [WISH, { ...ANY, topic: '睡眠' }];
      await Promise.all(both.map((wish) => wishes().keep(addressId, wish, NOW)));
      expect(both).toContainEqual(await world.reopen().wishes.of(addressId));
    });

    it('lies in the table without its words', async () => {
      const { addressId } = await world.addPerson();
      await wishes().keep(addressId, WISH, NOW);
      expect(await world.readRaw('booking_wish')).not.toMatch(/标记|粤语|female|online/);
    });

    it('knows the counsellors who open a time, with what they say of themselves', async () => {
      const [open, closed] = [`开放 ${randomUUID()}`, `没有时间 ${randomUUID()}`];
      const staffId = await world.addStaff(open);
      const formerId = await world.addStaff(closed);
      const { availability } = world.stores;
      const rule = {
        id: randomUUID(),
        staffId,
        roomId: null,
        mode: 'online' as const,
        weekday: 1,
        fromMinute: 540,
        toMinute: 720,
        sessionMinutes: 50,
        validFrom: '2026-09-01',
        validTo: null,
        sample: false,
      };
      await availability.addRule(rule, null, NOW);
      const former = { staffId: formerId, validFrom: '2024-09-01', validTo: '2025-01-19' };
      await availability.addRule({ ...rule, ...former, id: randomUUID() }, null, NOW);
      const named = async () =>
        (await wishes().counsellors()).filter(({ counsellor }) => [open, closed].includes(counsellor));
      const nothing = { gender: null, topics: [], languages: [], introduction: null };
      // What is opened online is online, though the profile does not say so; the waiting list knows it too.
      const facts = { staffId, counsellor: open, ...nothing, online: true };
      expect(await named()).toEqual([facts]);
      const waited = async () =>
        (await world.stores.waitingList.counsellors()).find((one) => one.staffId === staffId)?.online;
      expect(await waited()).toBe(true);
      await availability.endRule(rule.id, NOW);
      const room = { roomId: await world.addRoom(`房间 ${randomUUID()}`), mode: 'on-site' as const };
      const onSite = { ...rule, id: randomUUID(), ...room };
      await availability.addRule(onSite, null, NOW);
      // What opened online until last year opens nothing any more.
      await availability.addRule({ ...rule, ...former, staffId, id: randomUUID() }, null, NOW);
      expect(await named()).toEqual([{ ...facts, online: false }]);
      expect(await waited()).toBe(false);
      const about = { topics: ['睡眠'], languages: ['英语'], introduction: '做过十年学生工作' };
      const known = { gender: 'male' as const, online: true, ...about };
      const caps = { dailyCap: null, weeklyCap: null };
      await availability.saveProfile({ staffId, ...known, ...caps, onlineAddress: null }, null, NOW);
      expect(await named()).toEqual([{ ...facts, ...known }]);
      expect(await waited()).toBe(true);
      await availability.endRule(onSite.id, NOW);
      expect(await named()).toEqual([]);
    });
  });
}
