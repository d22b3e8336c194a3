import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import type { BookedWorld } from './booked-world.ts';
import { createBooking, daysAfter, laterTime, minutesAfter, NOW, newTime, START } from './booked-world.ts';

const MORNING = minutesAfter(START, -9 * 60);
const NIGHT = daysAfter(MORNING, 1);

/** What every store of day sheets keeps. */
export function daySheetStoreContract(name: string, open: () => Promise<BookedWorld>): void {
  describe(`day sheets: ${name}`, () => {
    let world: BookedWorld;
    const { book, hold, cancel } = createBooking(() => world);
    const sheets = () => world.stores.daySheets;

    beforeAll(async () => {
      world = await open();
    });

    it('begins a date once, whoever comes at the same moment or later', async () => {
      const [today, tomorrow] = ['2026-11-23', '2026-11-24'];
      expect(await sheets().wasMade(today)).toBe(false);
      const begun = await Promise.all([1, 2, 3, 4].map(() => sheets().begin(today, MORNING)));
      expect(begun.filter(Boolean)).toHaveLength(1);
      const restarted = world.reopen().daySheets;
      expect(await restarted.begin(today, MORNING)).toBe(false);
      expect(await restarted.wasMade(today)).toBe(true);
      expect(await restarted.begin(tomorrow, NIGHT)).toBe(true);
    });

    it('shows what is booked, to its counsellor, by start and without anybody’s name', async () => {
      const slot = await newTime(world);
      const second = await book(laterTime(slot, 60));
      const first = await book(slot);
      await cancel(await book(laterTime(slot, 120)));
      await hold(laterTime(slot, 180), await world.addPerson());
      await book(laterTime(slot, 24 * 60));
      await book(await newTime(world));
      const rows = await sheets().list(MORNING, NIGHT, slot.staffId);
      expect(rows.map(({ appointmentId }) => appointmentId)).toEqual([
        first.appointmentId,
        second.appointmentId,
      ]);
      expect(Object.keys(rows[0] ?? {}).sort()).toEqual(
        [
          'appointmentId',
          'staffId',
          'counsellor',
          'startAt',
          'endAt',
          'noAddress',
          'room',
          'status',
          'closed',
          'first',
          'confirmed',
        ].sort(),
      );
      expect(await world.reopen().daySheets.list(MORNING, NIGHT, slot.staffId)).toEqual(rows);
      const all = (await sheets().list(MORNING, NIGHT, null)).map(({ staffId }) => staffId);
      expect(new Set(all).size).toBeGreaterThan(1);
      expect(await sheets().list(MORNING, NIGHT, randomUUID())).toEqual([]);
    });

    it('knows to whom nobody comes, until the leave is taken back or the counsellor came after all', async () => {
      const slot = await newTime(world);
      const [met, beside] = [await book(slot), await book(laterTime(slot, 60))];
      const { staffId, startAt, endAt } = slot;
      const closed = async () =>
        (await sheets().list(MORNING, NIGHT, staffId))
          .filter((row) => row.closed)
          .map((row) => row.appointmentId);
      expect(await closed()).toEqual([]);
      const absence = { id: randomUUID(), staffId, startAt, endAt, madeBy: staffId, now: NOW };
      await world.stores.changeOffers.closeDay(absence, randomUUID);
      expect(await closed()).toEqual([met.appointmentId]);
      const [offer] = await world.stores.changeOffers.ofAppointment(met.appointmentId);
      await world.stores.changeOffers.settle(offer?.id ?? '', 'phoned', { now: NOW, staffId });
      expect(await closed()).toEqual([met.appointmentId]);
      const came = { id: randomUUID(), attendance: 'attended', staffId, now: NIGHT } as const;
      await world.stores.sessions.setAttendance({ ...came, appointmentId: met.appointmentId });
      expect(await closed()).toEqual([]);
      await world.stores.changeOffers.closeDay(
        { ...absence, id: randomUUID(), startAt: beside.slot.startAt, endAt: beside.slot.endAt },
        randomUUID,
      );
      expect(await closed()).toEqual([beside.appointmentId]);
      const [other] = await world.stores.changeOffers.ofAppointment(beside.appointmentId);
      await world.stores.changeOffers.settle(other?.id ?? '', 'withdrawn', { now: NOW });
      expect(await closed()).toEqual([]);
    });

    it('knows who comes for the first time, and who said that they come', async () => {
      const slot = await newTime(world);
      const person = await world.addPerson();
      const early = await book(laterTime(slot, -7 * 24 * 60), person, daysAfter(NOW, -14));
      const { appointmentId } = await book(laterTime(slot, 60), person);
      const fresh = await book(slot);
      await world.stores.reminders.plan(['day'], minutesAfter(START, -24.5 * 60));
      for (const id of await world.stores.reminders.dueIds(NIGHT, 10_000)) {
        const reminder = await world.stores.reminders.byId(id);
        if (reminder?.appointmentId === fresh.appointmentId)
          await world.stores.reminders.answer(id, 'coming', NOW);
      }
      const marks = async () =>
        new Map(
          (await sheets().list(MORNING, NIGHT, slot.staffId)).map((row) => [
            row.appointmentId,
            { first: row.first, confirmed: row.confirmed },
          ]),
        );
      expect(await marks()).toEqual(
        new Map([
          [fresh.appointmentId, { first: true, confirmed: true }],
          [appointmentId, { first: false, confirmed: false }],
        ]),
      );
      // What was called off was no visit.
      await cancel({ ...early, ...person }, daysAfter(NOW, -14));
      expect((await marks()).get(appointmentId)).toEqual({ first: true, confirmed: false });
    });
  });
}
