import { randomUUID } from 'node:crypto';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Move } from '../../src/booking/appointment-store.ts';
import type { Slot } from '../../src/booking/slot.ts';
import { addMs, daysMs, minutesMs } from '../../src/core/clock.ts';
import {
  type AppointmentStoreWorld,
  createActions,
  HELD_UNTIL,
  laterSlot,
  NOW,
  newSlot,
  type Person,
} from './appointment-store-world.ts';

const WEEK = { startAt: NOW, endAt: addMs(NOW, daysMs(7)) };

/** What every store of appointments keeps, whatever it is made of. Each test has counsellors and rooms of its own. */
export function appointmentStoreContract(name: string, open: () => Promise<AppointmentStoreWorld>): void {
  describe(`appointments: ${name}`, () => {
    let world: AppointmentStoreWorld;
    let slot: Slot;
    let ann: Person;
    let ben: Person;
    const { hold, held, confirm, booked, cancel, occupied } = createActions(() => world.store);

    beforeAll(async () => {
      world = await open();
    });

    beforeEach(async () => {
      slot = await newSlot(world);
      ann = await world.addContact();
      ben = await world.addContact();
    });

    describe('hold', () => {
      it('answers the hold and makes counsellor, room and contact busy', async () => {
        const id = randomUUID();
        const result = await hold(ann, slot, { id });
        expect(result).toEqual({
          ok: true,
          value: { id, ...ann, slot, status: 'held', heldUntil: HELD_UNTIL },
        });
        const { staffId, roomId, startAt, endAt } = slot;
        const { contactId } = ann;
        expect(await occupied(slot)).toEqual([
          { staffId, roomId, contactId, startAt, endAt, status: 'held' },
        ]);
      });

      it('is taken for everybody else, also in part, also the room with another counsellor', async () => {
        await held(ann, slot);
        const elsewhere = await newSlot(world);
        const shifted = {
          startAt: addMs(slot.startAt, minutesMs(30)),
          endAt: addMs(slot.endAt, minutesMs(30)),
        };
        const { roomId, room } = elsewhere;
        const { staffId, counsellor } = elsewhere;
        expect(await hold(ben, slot)).toEqual({ ok: false, code: 'taken' });
        expect(await hold(ben, { ...slot, ...shifted })).toEqual({ ok: false, code: 'taken' });
        expect(await hold(ben, { ...slot, roomId, room })).toEqual({ ok: false, code: 'taken' });
        expect(await hold(ben, { ...slot, staffId, counsellor })).toEqual({ ok: false, code: 'taken' });
      });

      it('leaves the times that only touch it free', async () => {
        await held(ann, slot);
        expect(await hold(ben, laterSlot(slot, 50))).toMatchObject({ ok: true });
      });

      it('replaces the earlier hold of the same contact', async () => {
        const first = await held(ann, slot);
        const second = await held(ann, laterSlot(slot, 20));
        expect(await occupied(slot)).toMatchObject([{ startAt: second.slot.startAt }]);
        expect(await confirm(first.id, ann)).toEqual({ ok: false, code: 'expired' });
        expect(await confirm(second.id, ann)).toMatchObject({ ok: true });
      });

      it('answers the same hold again for the same slot', async () => {
        const first = await held(ann, slot);
        const later = addMs(NOW, 1_000);
        const again = await held(ann, slot, { now: later, heldUntil: addMs(later, minutesMs(5)) });
        expect(again).toEqual(first);
      });

      it('frees its slot at the moment it runs out, not before', async () => {
        const first = await held(ann, slot);
        const justBefore = addMs(HELD_UNTIL, -1);
        expect(await hold(ben, slot, { now: justBefore })).toEqual({ ok: false, code: 'taken' });
        expect(await occupied(slot, justBefore)).toHaveLength(1);
        expect(await occupied(slot, HELD_UNTIL)).toHaveLength(0);
        const heldUntil = addMs(HELD_UNTIL, minutesMs(5));
        const second = await held(ben, slot, { now: HELD_UNTIL, heldUntil });
        expect(await confirm(first.id, ann, HELD_UNTIL)).toEqual({ ok: false, code: 'expired' });
        expect(await confirm(second.id, ben, HELD_UNTIL)).toMatchObject({ ok: true });
      });

      it('starts anew for a contact whose own hold ran out', async () => {
        const first = await held(ann, slot);
        const heldUntil = addMs(HELD_UNTIL, minutesMs(5));
        const second = await held(ann, slot, { now: HELD_UNTIL, heldUntil });
        expect(second.id).not.toBe(first.id);
        expect(second.heldUntil).toEqual(heldUntil);
      });

      it('keeps to the limit of upcoming appointments and leaves nothing behind', async () => {
        await booked(ann, slot);
        expect(await hold(ann, laterSlot(slot, 100))).toEqual({ ok: false, code: 'limit' });
        expect(await occupied(slot)).toHaveLength(1);
        expect(await hold(ann, laterSlot(slot, 100), { upcomingLimit: 2 })).toMatchObject({ ok: true });
      });

      it('does not count an appointment that is over', async () => {
        await booked(ann, slot);
        const heldUntil = addMs(slot.endAt, minutesMs(5));
        const result = await hold(ann, laterSlot(slot, 500), { now: slot.endAt, heldUntil });
        expect(result).toMatchObject({ ok: true });
      });

      it('never books a contact with two counsellors at one time', async () => {
        await booked(ann, slot);
        const elsewhere = await newSlot(world);
        expect(await hold(ann, elsewhere, { upcomingLimit: 2 })).toEqual({ ok: false, code: 'taken' });
      });
    });

    describe('confirm', () => {
      it('books once, however often it is asked', async () => {
        const { id } = await held(ann, slot);
        const first = await confirm(id, ann);
        const second = await confirm(id, ann, addMs(NOW, minutesMs(60)));
        expect(first).toEqual({
          ok: true,
          value: { id, ...ann, slot, status: 'booked', heldUntil: null },
        });
        expect(second).toEqual(first);
        expect(await world.store.listUpcoming(ann.contactId, NOW)).toHaveLength(1);
      });

      it('keeps the slot when the time of the hold is long over', async () => {
        await booked(ann, slot);
        const later = addMs(NOW, minutesMs(60));
        expect(await hold(ben, slot, { now: later, heldUntil: addMs(later, 1) })).toMatchObject({
          ok: false,
        });
      });

      it('is too late from the moment the hold runs out', async () => {
        const { id } = await held(ann, slot);
        expect(await confirm(id, ann, HELD_UNTIL)).toEqual({ ok: false, code: 'expired' });
        expect(await confirm(id, ann, addMs(HELD_UNTIL, -1))).toMatchObject({ ok: true });
      });

      it('knows nothing of what belongs to somebody else or never was', async () => {
        const { id } = await held(ann, slot);
        expect(await confirm(id, ben)).toEqual({ ok: false, code: 'unknown' });
        expect(await confirm(randomUUID(), ann)).toEqual({ ok: false, code: 'unknown' });
        expect(await confirm('book:12', ann)).toEqual({ ok: false, code: 'unknown' });
      });

      it('keeps to the limit', async () => {
        await booked(ann, slot);
        const second = await held(ann, laterSlot(slot, 100), { upcomingLimit: 2 });
        expect(await confirm(second.id, ann)).toEqual({ ok: false, code: 'limit' });
        expect(await confirm(second.id, ann, NOW, 2)).toMatchObject({ ok: true });
      });
    });

    describe('release', () => {
      it('gives up a hold, again and again, and nobody else can', async () => {
        const { id } = await held(ann, slot);
        await world.store.release(id, ben.contactId, NOW);
        expect(await occupied(slot)).toHaveLength(1);
        await world.store.release(id, ann.contactId, NOW);
        await world.store.release(id, ann.contactId, NOW);
        await world.store.release('book:12', ann.contactId, NOW);
        expect(await occupied(slot)).toHaveLength(0);
        expect(await hold(ben, slot)).toMatchObject({ ok: true });
      });

      it('leaves what is booked', async () => {
        const { id } = await booked(ann, slot);
        await world.store.release(id, ann.contactId, NOW);
        expect(await world.store.listUpcoming(ann.contactId, NOW)).toMatchObject([{ id, status: 'booked' }]);
      });
    });

    describe('cancel', () => {
      it('frees the slot once, however often it is asked', async () => {
        const { id } = await booked(ann, slot);
        const first = await cancel(id, ann);
        expect(first).toMatchObject({ ok: true, value: { id, status: 'cancelled' } });
        await booked(ben, slot);
        expect(await cancel(id, ann, slot.startAt)).toEqual(first);
        expect(await world.store.listUpcoming(ann.contactId, NOW)).toEqual([]);
        expect(await occupied(slot)).toMatchObject([{ contactId: ben.contactId }]);
      });

      it('is possible up to the notice period and not a millisecond longer', async () => {
        const { id } = await booked(ann, slot);
        const last = addMs(slot.startAt, -minutesMs(60));
        expect(await cancel(id, ann, addMs(last, 1))).toEqual({ ok: false, code: 'late' });
        expect(await cancel(id, ann, slot.startAt)).toEqual({ ok: false, code: 'too-late' });
        expect(await world.store.listUpcoming(ann.contactId, NOW)).toHaveLength(1);
        expect(await cancel(id, ann, last)).toMatchObject({ ok: true });
      });

      it('knows nothing of what belongs to somebody else or never was', async () => {
        const { id } = await booked(ann, slot);
        expect(await cancel(id, ben)).toEqual({ ok: false, code: 'unknown' });
        expect(await cancel('book:12', ann)).toEqual({ ok: false, code: 'unknown' });
        expect(await world.store.listUpcoming(ann.contactId, NOW)).toHaveLength(1);
      });

      it('records what is called off later than that, up to the start', async () => {
        const { id } = await booked(ann, slot);
        const late = (now: Date) =>
          world.store.cancel({
            appointmentId: id,
            contactId: ann.contactId,
            now,
            noticePeriodMinutes: 60,
            evenLate: true,
          });
        expect(await late(slot.startAt)).toEqual({ ok: false, code: 'too-late' });
        const justBefore = addMs(slot.startAt, -1);
        expect(await late(justBefore)).toMatchObject({ ok: true, value: { cancelledLate: true } });
        expect(await late(justBefore)).toMatchObject({ ok: true, value: { cancelledLate: true } });
        expect(await world.store.standing(ann.contactId, WEEK, NOW)).toEqual({
          used: 1,
          missed: 1,
          inCare: false,
        });
        expect(await hold(ben, slot)).toMatchObject({ ok: true });
      });

      it('does not bring back a confirmation', async () => {
        const { id } = await booked(ann, slot);
        await cancel(id, ann);
        expect(await confirm(id, ann)).toEqual({ ok: false, code: 'expired' });
      });
    });

    describe('move', () => {
      const move = (appointmentId: string, holdId: string, more: Partial<Move> = {}) =>
        world.store.move({
          appointmentId,
          holdId,
          contactId: ann.contactId,
          now: NOW,
          noticePeriodMinutes: 60,
          by: 'student',
          ...more,
        });

      it('keeps the old one until the new one is booked, and counts as one', async () => {
        const old = await booked(ann, slot);
        const next = await held(ann, laterSlot(slot, 100), { insteadOf: old.id });
        expect(await world.store.listUpcoming(ann.contactId, NOW)).toMatchObject([{ id: old.id }]);
        const moved = await move(old.id, next.id);
        expect(moved).toMatchObject({ ok: true, value: { id: next.id, status: 'booked', heldUntil: null } });
        expect(await move(old.id, next.id)).toEqual(moved);
        expect(await world.store.listUpcoming(ann.contactId, NOW)).toMatchObject([{ id: next.id }]);
        expect(await occupied(slot)).toMatchObject([{ startAt: next.slot.startAt }]);
        expect(await world.store.standing(ann.contactId, WEEK, NOW)).toMatchObject({ used: 1, missed: 0 });
        expect(await hold(ben, slot)).toMatchObject({ ok: true });
      });

      it('leaves the old one where the hold has run out, somebody else asks, or it is too late', async () => {
        const old = await booked(ann, slot);
        const next = await held(ann, laterSlot(slot, 100), { insteadOf: old.id });
        expect(await move(old.id, next.id, { now: HELD_UNTIL })).toEqual({ ok: false, code: 'expired' });
        expect(await move(old.id, next.id, { contactId: ben.contactId })).toEqual({
          ok: false,
          code: 'unknown',
        });
        expect(await move(old.id, 'book:12')).toEqual({ ok: false, code: 'unknown' });
        const late = addMs(slot.startAt, -minutesMs(30));
        expect(await move(old.id, next.id, { now: late })).toEqual({ ok: false, code: 'late' });
        expect(await move(old.id, next.id, { now: slot.startAt })).toEqual({ ok: false, code: 'too-late' });
        expect(await world.store.listUpcoming(ann.contactId, NOW)).toMatchObject([{ id: old.id }]);
      });

      it('may go over the old time, and is then booked in its place or not at all', async () => {
        const old = await booked(ann, slot);
        const { startAt, endAt } = slot;
        const colleague = { ...(await newSlot(world)), startAt, endAt };
        expect(await hold(ann, colleague, { upcomingLimit: 2 })).toEqual({ ok: false, code: 'taken' });
        const next = await held(ann, colleague, { insteadOf: old.id });
        expect(await hold(ben, colleague)).toEqual({ ok: false, code: 'taken' });
        expect(await confirm(next.id, ann)).toEqual({ ok: false, code: 'expired' });
        expect(await move(old.id, next.id)).toMatchObject({ ok: true, value: { id: next.id } });
        expect(await world.store.listUpcoming(ann.contactId, NOW)).toMatchObject([{ id: next.id }]);
        expect(await hold(ann, slot, { upcomingLimit: 2 })).toEqual({ ok: false, code: 'taken' });
        expect(await hold(ben, slot)).toMatchObject({ ok: true });
      });

      it('left behind when the old time is called off, is held anew for itself and can be confirmed', async () => {
        const old = await booked(ann, slot);
        const { startAt, endAt } = slot;
        const colleague = { ...(await newSlot(world)), startAt, endAt };
        const left = await held(ann, colleague, { insteadOf: old.id });
        expect(await held(ann, colleague, { insteadOf: old.id })).toMatchObject({ id: left.id });
        await cancel(old.id, ann);
        const anew = await held(ann, colleague);
        expect(anew.id).not.toBe(left.id);
        expect(await confirm(anew.id, ann)).toMatchObject({ ok: true });
      });

      it('is late for nobody whose time the centre cannot keep, up to its start', async () => {
        const old = await booked(ann, slot);
        const late = addMs(slot.startAt, -minutesMs(30));
        const next = await held(ann, laterSlot(slot, 100), {
          insteadOf: old.id,
          now: late,
          heldUntil: slot.endAt,
        });
        expect(await move(old.id, next.id, { now: late })).toEqual({ ok: false, code: 'late' });
        const atStart = { now: slot.startAt, stranded: true };
        expect(await move(old.id, next.id, atStart)).toEqual({ ok: false, code: 'too-late' });
        expect(await move(old.id, next.id, { now: late, stranded: true })).toMatchObject({ ok: true });
      });

      it('goes over nothing else that the student has', async () => {
        const old = await booked(ann, slot);
        const other = await booked(ann, laterSlot(slot, 100), { upcomingLimit: 2 });
        const { startAt, endAt } = other.slot;
        const colleague = { ...(await newSlot(world)), startAt, endAt };
        const more = { insteadOf: old.id, upcomingLimit: 2 };
        expect(await hold(ann, colleague, more)).toEqual({ ok: false, code: 'taken' });
      });

      it('is up to the start where the centre moves it', async () => {
        const old = await booked(ann, slot);
        const late = addMs(slot.startAt, -minutesMs(30));
        const more = { insteadOf: old.id, now: late, heldUntil: slot.startAt };
        const next = await held(ann, laterSlot(slot, 100), more);
        const byStaff = { now: late, noticePeriodMinutes: null, by: 'staff' as const };
        expect(await move(old.id, next.id, byStaff)).toMatchObject({ ok: true });
      });
    });

    describe('caps of a counsellor', () => {
      const caps = { daily: 1, weekly: 2 };
      const DAY_MINUTES = 1_440;

      it('hold for the day and for the week, whoever asks, and end where a time is given back', async () => {
        await booked(ann, slot, { caps });
        expect(await hold(ben, laterSlot(slot, 100), { caps })).toEqual({ ok: false, code: 'full' });
        expect(await hold(ben, slot, { caps })).toEqual({ ok: false, code: 'taken' });
        const tomorrow = await held(ben, laterSlot(slot, DAY_MINUTES), { caps });
        const cleo = await world.addContact();
        const inTwoDays = laterSlot(slot, 2 * DAY_MINUTES);
        expect(await hold(cleo, inTwoDays, { caps })).toEqual({ ok: false, code: 'full' });
        expect(await hold(cleo, laterSlot(slot, 7 * DAY_MINUTES), { caps })).toMatchObject({ ok: true });
        await world.store.release(tomorrow.id, ben.contactId, NOW);
        expect(await hold(cleo, inTwoDays, { caps })).toMatchObject({ ok: true });
      });

      it('count what is held while it lasts, and are asked again when it is confirmed or moved to', async () => {
        const old = await booked(ann, laterSlot(slot, DAY_MINUTES));
        const { id } = await held(ben, slot, { caps });
        const late = { caps, now: HELD_UNTIL, heldUntil: addMs(HELD_UNTIL, minutesMs(5)) };
        const next = laterSlot(slot, 100);
        const mine = await held(ann, next, { ...late, insteadOf: old.id });
        // Ben's transaction began a moment before his time was over, and ends behind Ann's.
        const justBefore = addMs(HELD_UNTIL, -1);
        expect(await confirm(id, ben, justBefore, 1, { caps })).toEqual({ ok: false, code: 'full' });
        const order = { appointmentId: old.id, holdId: mine.id, contactId: ann.contactId };
        const move = { ...order, noticePeriodMinutes: 60, by: 'student' as const, caps };
        expect(await world.store.move({ ...move, now: justBefore })).toEqual({ ok: false, code: 'full' });
        expect(await world.store.move({ ...move, now: HELD_UNTIL })).toMatchObject({ ok: true });
      });

      it('keep nobody from what is kept for hand-offs, and count it', async () => {
        await booked(ann, slot, { caps });
        const later = laterSlot(slot, 100);
        const kept = await held(ben, later, { caps, beyondCaps: true });
        expect(await confirm(kept.id, ben, NOW, 1, { caps })).toMatchObject({ ok: true });
        const cleo = await world.addContact();
        const tomorrow = laterSlot(slot, DAY_MINUTES);
        expect(await hold(cleo, tomorrow, { caps })).toEqual({ ok: false, code: 'full' });
      });

      it('let a student move within a full day', async () => {
        const old = await booked(ann, slot, { caps });
        const next = await held(ann, laterSlot(slot, 100), { caps, insteadOf: old.id });
        const order = { appointmentId: old.id, holdId: next.id, contactId: ann.contactId };
        const move = { ...order, now: NOW, noticePeriodMinutes: 60, by: 'student' as const, caps };
        expect(await world.store.move(move)).toMatchObject({ ok: true });
      });
    });

    it('keeps to the limit of a term when a time is held and when it is confirmed', async () => {
      const term = { counted: WEEK, limit: 1 };
      const more = { upcomingLimit: 2, term };
      const first = await held(ann, slot, more);
      expect(await confirm(first.id, ann, NOW, 2, { term })).toMatchObject({ ok: true });
      const later = laterSlot(slot, 100);
      expect(await hold(ann, later, more)).toEqual({ ok: false, code: 'term-limit' });
      expect(await hold(ben, later, more)).toMatchObject({ ok: true });
      const second = await held(ann, laterSlot(slot, 200), { upcomingLimit: 2 });
      expect(await confirm(second.id, ann, NOW, 2, { term })).toEqual({ ok: false, code: 'term-limit' });
    });

    it('knows the counsellor of the latest appointment while they work here', async () => {
      expect(await world.store.lastCounsellor(ann.contactId)).toBeNull();
      await booked(ann, slot);
      const { staffId, counsellor } = slot;
      expect(await world.store.lastCounsellor(ann.contactId)).toEqual({ staffId, counsellor });
      const other = laterSlot(await newSlot(world), 2 * 1_440);
      await booked(ann, other, { upcomingLimit: 2 });
      expect(await world.store.lastCounsellor(ann.contactId)).toMatchObject({ staffId: other.staffId });
      await world.disableCounsellor(other.staffId);
      expect(await world.store.lastCounsellor(ann.contactId)).toEqual({ staffId, counsellor });
      await world.disableCounsellor(staffId);
      expect(await world.store.lastCounsellor(ann.contactId)).toBeNull();
    });

    it('counts within a stretch of time, its end not included', async () => {
      await booked(ann, slot);
      const used = async (startAt: Date, endAt: Date) =>
        (await world.store.standing(ann.contactId, { startAt, endAt }, NOW)).used;
      expect(await used(NOW, addMs(slot.startAt, 1))).toBe(1);
      expect(await used(NOW, slot.startAt)).toBe(0);
      expect(await used(slot.startAt, slot.endAt)).toBe(1);
      expect(await used(addMs(slot.startAt, 1), slot.endAt)).toBe(0);
    });
  });
}
