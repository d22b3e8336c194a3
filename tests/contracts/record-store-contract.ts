import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { EMPTY_RECORD, type RecordBody } from '../../src/sessions/record.ts';
import {
  type Booked,
  type BookedWorld,
  createBooking,
  minutesAfter,
  newTime,
  START,
} from './booked-world.ts';

const AFTER = minutesAfter(START, 60);
const bodyWith = (text: string): RecordBody => ({ ...EMPTY_RECORD, risk: 'serious', topics: ['loss'], text });

/** What every store of session records keeps. */
export function recordStoreContract(name: string, open: () => Promise<BookedWorld>): void {
  describe(`records: ${name}`, () => {
    let world: BookedWorld;
    let booked: Booked;
    const { book } = createBooking(() => world);

    beforeAll(async () => {
      world = await open();
    });

    const begin = async () => {
      booked = await book(await newTime(world));
    };
    const ofBooked = () => {
      const { appointmentId, contactId, slot } = booked;
      return { appointmentId, contactId, staffId: slot.staffId, now: AFTER };
    };
    type More = { signs?: boolean; seen?: Date | null; now?: Date };
    const write = (text: string, { signs = false, seen = null, now = AFTER }: More = {}) =>
      world.transactions.run(({ records }) =>
        records.write({ id: randomUUID(), ...ofBooked(), body: bodyWith(text), signs, seen, now }),
      );
    const correct = (text: string, id: string = randomUUID()) =>
      world.transactions.run(({ records }) => records.correct({ id, ...ofBooked(), text }));
    const versions = () => world.reopen().records.ofSession(booked.appointmentId, booked.contactId);

    it('is one draft until it is signed, and never changes from then on', async () => {
      await begin();
      expect(await versions()).toEqual([]);
      expect(await write('第一稿')).toBe('written');
      expect(await write('第二稿', { seen: AFTER })).toBe('written');
      expect(await versions()).toEqual([
        {
          version: 1,
          staffId: booked.slot.staffId,
          changedAt: AFTER,
          signedAt: null,
          kind: 'record',
          body: bodyWith('第二稿'),
        },
      ]);
      expect(await correct('太早')).toBe(false);
      expect(await write('定稿', { signs: true, seen: AFTER })).toBe('written');
      expect(await write('再改', { seen: AFTER })).toBe('signed-before');
      expect(await write('再签', { signs: true, seen: AFTER })).toBe('signed-before');
      expect(await versions()).toMatchObject([{ version: 1, signedAt: AFTER, body: { text: '定稿' } }]);
    });

    it('goes over no draft that whoever writes has not seen; the same words once more are no other', async () => {
      await begin();
      const later = minutesAfter(AFTER, 5);
      expect(await write('电脑上')).toBe('written');
      expect(await write('手机上', { seen: AFTER, now: later })).toBe('written');
      expect(await write('电脑上，又写', { seen: AFTER })).toBe('changed');
      expect(await write('电脑上，签名', { signs: true, seen: AFTER })).toBe('changed');
      expect(await write('没见过草稿')).toBe('changed');
      expect(await versions()).toMatchObject([
        { signedAt: null, changedAt: later, body: { text: '手机上' } },
      ]);
      expect(await write('手机上', { seen: AFTER, now: later })).toBe('written');
      expect(await write('两边的', { signs: true, seen: later })).toBe('written');
      expect(await versions()).toMatchObject([{ signedAt: AFTER, body: { text: '两边的' } }]);
    });

    it('stands with its corrections below it, each written once', async () => {
      await begin();
      await write('原文', { signs: true });
      const id = randomUUID();
      expect([await correct('更正一', id), await correct('更正一', id)]).toEqual([true, true]);
      expect(await Promise.all([correct('更正二'), correct('更正三')])).toEqual([true, true]);
      const all = await versions();
      expect(all.map(({ version, kind }) => [version, kind])).toEqual([
        [1, 'record'],
        [2, 'correction'],
        [3, 'correction'],
        [4, 'correction'],
      ]);
      const texts = all.map((one) => (one.kind === 'correction' ? one.text : one.body.text));
      expect(texts.sort()).toEqual(['原文', '更正一', '更正二', '更正三'].sort());
    });

    it('is one record where two browsers write at once, and signed once where both sign', async () => {
      await begin();
      const drafts = await Promise.all([write('甲稿'), write('乙稿'), write('丙稿')]);
      expect(drafts.sort()).toEqual(['changed', 'changed', 'written']);
      expect(await versions()).toHaveLength(1);
      const signs = { signs: true, seen: AFTER };
      const signed = await Promise.all([write('甲定', signs), write('乙定', signs)]);
      expect(signed.sort()).toEqual(['signed-before', 'written']);
      const [kept, ...more] = await versions();
      expect(more).toEqual([]);
      expect(kept?.signedAt).toEqual(AFTER);
      const isSigned = kept?.kind === 'record' && /定$/.test(kept.body.text);
      expect(isSigned).toBe(true);
    });

    it('opens with the file of the one whom it is about, and of nobody else', async () => {
      await begin();
      await write('只给本人的老师看', { signs: true });
      const mine = booked;
      await begin();
      await write('别人的记录', { signs: true });
      const { records } = world.stores;
      await expect(records.ofSession(mine.appointmentId, booked.contactId)).rejects.toThrow();
      const nobody = await world.addPerson();
      await expect(records.ofSession(mine.appointmentId, nobody.contactId)).rejects.toThrow();
      expect(await records.ofSession(randomUUID(), booked.contactId)).toEqual([]);
    });

    it('lies in the table without its words, choices included', async () => {
      await begin();
      await write('海豚标记', { signs: true });
      await correct('鲸鱼标记');
      const raw = await world.readRaw('session_record', 'counselling_file', 'appointment');
      expect(raw).not.toMatch(/标记|serious|loss|"text"/);
    });
  });
}
