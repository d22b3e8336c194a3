import { randomUUID } from 'node:crypto';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { NewAvailabilityRule } from '../../src/booking/booking-setup.ts';
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

/** What every store of appointments tells about the calendar: who comes when, and what is open. */
export function calendarContract(name: string, open: () => Promise<AppointmentStoreWorld>): void {
  describe(`calendar: ${name}`, () => {
    let world: AppointmentStoreWorld;
    let slot: Slot;
    let ann: Person;
    let ben: Person;
    const { held, booked, cancel } = createActions(() => world.store);

    beforeAll(async () => {
      world = await open();
    });

    beforeEach(async () => {
      slot = await newSlot(world);
      ann = await world.addContact();
      ben = await world.addContact();
    });

    describe('reading', () => {
      it('lists what is booked and not over, the next one first', async () => {
        const later = await booked(ann, laterSlot(slot, 200), { upcomingLimit: 3 });
        const sooner = await booked(ann, slot, { upcomingLimit: 3 });
        await held(ann, laterSlot(slot, 400), { upcomingLimit: 3 });
        await booked(ben, laterSlot(slot, 600));
        expect(await world.store.listUpcoming(ann.contactId, NOW)).toEqual([sooner, later]);
        expect(await world.store.listUpcoming(ann.contactId, addMs(slot.endAt, -1))).toHaveLength(2);
        expect(await world.store.listUpcoming(ann.contactId, slot.endAt)).toEqual([later]);
      });

      it('finds an appointment for its contact only', async () => {
        const appointment = await held(ann, slot);
        expect(await world.store.find(appointment.id, ann.contactId)).toEqual(appointment);
        expect(await world.store.find(appointment.id, ben.contactId)).toBeNull();
        expect(await world.store.find('book:12', ann.contactId)).toBeNull();
      });

      it('knows who has been here before: not by a time that lies ahead or was called off', async () => {
        const { id } = await booked(ann, slot);
        expect(await world.store.hasCome(ann.contactId, NOW)).toBe(false);
        expect(await world.store.hasCome(ann.contactId, slot.endAt)).toBe(true);
        await cancel(id, ann);
        expect(await world.store.hasCome(ann.contactId, slot.endAt)).toBe(false);
        expect(await world.store.hasCome(ben.contactId, slot.endAt)).toBe(false);
      });

      it('shows the calendar what is held, booked or cancelled, and no hold that came to nothing', async () => {
        const cancelled = await booked(ann, slot);
        await cancel(cancelled.id, ann);
        const kept = await booked(ben, laterSlot(slot, 100));
        const given = await held(ann, laterSlot(slot, 200));
        await world.store.release(given.id, ann.contactId, NOW);
        const waiting = await held(ann, laterSlot(slot, 300));
        const shown = async (now: Date) =>
          (await world.store.listBetween(slot.startAt, addMs(slot.startAt, minutesMs(600)), now)).filter(
            (entry) => entry.staffId === slot.staffId,
          );
        expect(await shown(NOW)).toEqual([
          { appointmentId: cancelled.id, contactId: ann.contactId, status: 'cancelled', ...cancelled.slot },
          { appointmentId: kept.id, contactId: ben.contactId, status: 'booked', ...kept.slot },
          { appointmentId: waiting.id, contactId: ann.contactId, status: 'held', ...waiting.slot },
        ]);
        expect(await shown(HELD_UNTIL)).toHaveLength(2);
      });

      it('leaves out of the calendar what only touches the time asked for', async () => {
        await booked(ann, slot);
        const before = await world.store.listBetween(addMs(slot.startAt, -1_000), slot.startAt, NOW);
        const after = await world.store.listBetween(slot.endAt, addMs(slot.endAt, 1_000), NOW);
        const ofOurs = [...before, ...after].filter((entry) => entry.staffId === slot.staffId);
        expect(ofOurs).toEqual([]);
      });
    });

    describe('availability', () => {
      const ruleOf = (more: Partial<NewAvailabilityRule> = {}): NewAvailabilityRule => ({
        id: randomUUID(),
        staffId: slot.staffId,
        roomId: slot.roomId,
        weekday: 1,
        fromMinute: 540,
        toMinute: 720,
        sessionMinutes: 50,
        validFrom: '2026-09-01',
        validTo: null,
        sample: true,
        ...more,
      });

      const ours = async () => {
        // One o'clock at night in Shanghai on 20 November and 4 December, while UTC has the day before.
        const from = new Date('2026-11-19T17:00:00Z');
        const found = await world.store.availability(from, addMs(from, daysMs(14)));
        return {
          rules: found.rules.filter((rule) => rule.staffId === slot.staffId),
          away: found.away.filter((away) => away.staffId === slot.staffId),
        };
      };

      it('names counsellor and room of each rule, and adds the same rule only once', async () => {
        await world.setup.addAvailabilityRule(ruleOf());
        await world.setup.addAvailabilityRule(ruleOf());
        expect((await ours()).rules).toEqual([
          {
            staffId: slot.staffId,
            counsellor: slot.counsellor,
            roomId: slot.roomId,
            room: slot.room,
            campus: null,
            mode: 'on-site',
            weekday: 1,
            fromMinute: 540,
            toMinute: 720,
            sessionMinutes: 50,
            bufferBeforeMinutes: 0,
            bufferAfterMinutes: 0,
            weeks: { kind: 'all' },
            heldBack: 'none',
            extra: false,
            validFrom: '2026-09-01',
            validTo: null,
          },
        ]);
      });

      it('leaves out rules of other times and, once they left, of counsellors', async () => {
        await world.setup.addAvailabilityRule(ruleOf({ weekday: 2, validTo: '2026-11-19' }));
        await world.setup.addAvailabilityRule(ruleOf({ weekday: 3, validTo: '2026-11-20' }));
        await world.setup.addAvailabilityRule(ruleOf({ weekday: 4, validFrom: '2026-12-04' }));
        await world.setup.addAvailabilityRule(ruleOf({ weekday: 5, validFrom: '2026-12-05' }));
        expect((await ours()).rules.map((rule) => rule.weekday).sort()).toEqual([3, 4]);
        await world.disableCounsellor(slot.staffId);
        expect((await ours()).rules).toEqual([]);
      });

      it('tells when a counsellor is away', async () => {
        const { staffId, startAt, endAt } = slot;
        await world.addAway({ staffId, startAt, endAt });
        await world.addAway({ staffId, startAt: addMs(NOW, -daysMs(3)), endAt: addMs(NOW, -daysMs(2)) });
        expect((await ours()).away).toEqual([{ staffId, startAt, endAt }]);
      });

      it('makes a room of one name once', async () => {
        const name = `room ${randomUUID()}`;
        const id = await world.setup.addRoom({ id: randomUUID(), name, sample: true });
        expect(await world.setup.addRoom({ id: randomUUID(), name, sample: true })).toBe(id);
      });
    });
  });
}
