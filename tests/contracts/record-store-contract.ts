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
    const write = (text: string, signs = false) =>
      world.transactions.run(({ records }) =>
        records.write({ id: randomUUID(), ...ofBooked(), body: bodyWith(text), signs }),
      );
    const correct = (text: string, id: string = randomUUID()) =>
      world.transactions.run(({ records }) => records.correct({ id, ...ofBooked(), text }));
    const versions = () => world.reopen().records.ofSession(booked.appointmentId, booked.contactId);

    it('is one draft until it is signed, and never changes from then on', async () => {
      await begin();
      expect(await versions()).toEqual([]);
      expect(await write('第一稿')).toBe(true);
      expect(await write('第二稿')).toBe(true);
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
      expect(await write('定稿', true)).toBe(true);
      expect(await write('再改')).toBe(false);
      expect(await write('再签', true)).toBe(false);
      expect(await versions()).toMatchObject([{ version: 1, signedAt: AFTER, body: { text: '定稿' } }]);
    });

    it('stands with its corrections below it, each written once', async () => {
      await begin();
      await write('原文', true);
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
      expect(await Promise.all([write('甲稿'), write('乙稿'), write('丙稿')])).toEqual([true, true, true]);
      expect(await versions()).toHaveLength(1);
      const signed = await Promise.all([write('甲定', true), write('乙定', true), write('丙稿')]);
      expect(signed.filter(Boolean).length).toBeGreaterThanOrEqual(1);
      const [kept, ...more] = await versions();
      expect(more).toEqual([]);
      expect(kept?.signedAt).toEqual(AFTER);
      const isSigned = kept?.kind === 'record' && /定$/.test(kept.body.text);
      expect(isSigned).toBe(true);
    });

    it('opens with the file of the one whom it is about, and of nobody else', async () => {
      await begin();
      await write('只给本人的老师看', true);
      const mine = booked;
      await begin();
      await write('别人的记录', true);
      const { records } = world.stores;
      await expect(records.ofSession(mine.appointmentId, booked.contactId)).rejects.toThrow();
      const nobody = await world.addPerson();
      await expect(records.ofSession(mine.appointmentId, nobody.contactId)).rejects.toThrow();
      expect(await records.ofSession(randomUUID(), booked.contactId)).toEqual([]);
    });

    it('lies in the table without its words, choices included', async () => {
      await begin();
      await write('海豚标记', true);
      await correct('鲸鱼标记');
      const raw = await world.readRaw('session_record', 'counselling_file', 'appointment');
      expect(raw).not.toMatch(/标记|serious|loss|"text"/);
    });
  });
}
