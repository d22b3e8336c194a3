import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import type { NewOffer } from '../../src/booking/change-offer-store.ts';
import type { Slot } from '../../src/booking/slot.ts';
import { addMs, daysMs } from '../../src/core/clock.ts';
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

const GONE = { ok: false, code: 'gone' };
const DONE = { ok: true, value: null };

const WEEKS = { startAt: NOW, endAt: addMs(NOW, daysMs(28)) };

/** What every store of changes by staff keeps. Each test has a counsellor and students of its own. */
export function changeOfferStoreContract(name: string, open: () => Promise<BookedWorld>): void {
  describe(`change offers: ${name}`, () => {
    let world: BookedWorld;
    const { book, hold, cancel, statusOf } = createBooking(() => world);
    const offers = () => world.stores.changeOffers;

    beforeAll(async () => {
      world = await open();
    });

    const newOffer = (booked: Booked, more: Partial<NewOffer> = {}): NewOffer => ({
      id: randomUUID(),
      appointmentId: booked.appointmentId,
      kind: 'change',
      cause: 'schedule',
      line: '',
      madeBy: booked.slot.staffId,
      now: NOW,
      expiresAt: booked.slot.startAt,
      times: [],
      ...more,
    });
    const timeOf = ({ startAt, endAt, counsellor }: Slot) => ({
      slot: randomUUID(),
      startAt,
      endAt,
      counsellor,
      room: null,
    });
    const moveTo = (booked: Booked, slot: Slot) => ({
      appointmentId: booked.appointmentId,
      contactId: booked.contactId,
      startsAt: booked.slot.startAt,
      newId: randomUUID(),
      slot,
      now: NOW,
    });

    describe('an offer', () => {
      it('is there for every process, with its line and its times', async () => {
        const booked = await book(await newTime(world));
        const times = [timeOf(laterTime(booked.slot, 60)), timeOf(laterTime(booked.slot, 120))];
        const offer = newOffer(booked, { line: '这天我在外面开会', times });
        expect(await offers().offer(offer)).toEqual(DONE);
        const more = [timeOf(laterTime(booked.slot, 180))];
        expect(await offers().show(offer.id, more)).toMatchObject([{ place: 2, page: 1 }]);
        const found = await world.reopen().changeOffers.byId(offer.id);
        expect(found).toMatchObject({
          status: 'open',
          line: '这天我在外面开会',
          startsAt: booked.slot.startAt,
          toldAt: null,
          newStartAt: null,
          times: [...times, ...more].map((time, place) => ({ ...time, place, page: place === 2 ? 1 : 0 })),
          appointment: { id: booked.appointmentId, contactId: booked.contactId, status: 'booked' },
        });
        expect(await world.readRaw('change_offer')).not.toContain('开会');
      });

      it('is written once however often, and no second one beside it', async () => {
        const booked = await book(await newTime(world));
        const offer = newOffer(booked);
        expect(await offers().offer(offer)).toEqual(DONE);
        expect(await offers().offer(offer)).toEqual(DONE);
        expect(await offers().offer(newOffer(booked))).toEqual({ ok: false, code: 'busy' });
        expect(await offers().ofAppointment(booked.appointmentId)).toHaveLength(1);
      });

      it('has one winner among several at once', async () => {
        const booked = await book(await newTime(world));
        const all = await Promise.all([1, 2, 3, 4].map(() => offers().offer(newOffer(booked))));
        expect(all.filter(({ ok }) => ok)).toHaveLength(1);
      });

      it('is about nothing that is not booked or has begun', async () => {
        const slot = await newTime(world);
        const cancelled = await book(slot);
        await cancel(cancelled);
        expect(await offers().offer(newOffer(cancelled))).toEqual(GONE);
        const begun = await book(slot);
        expect(await offers().offer(newOffer(begun, { now: slot.startAt }))).toEqual(GONE);
        expect(await offers().offer(newOffer(begun, { appointmentId: randomUUID() }))).toEqual(GONE);
        expect(await offers().byId(randomUUID())).toBeNull();
        expect(await offers().lock(randomUUID())).toBeNull();
        expect(await offers().booked(randomUUID())).toBeNull();
      });

      it('is due until nothing more is to be done about it', async () => {
        const booked = await book(await newTime(world));
        const { id } = newOffer(booked);
        await offers().offer(newOffer(booked, { id }));
        const isDue = async (at: Date) => (await offers().dueIds(at, 1_000)).includes(id);
        expect(await isDue(minutesAfter(NOW, -1))).toBe(false);
        expect(await isDue(NOW)).toBe(true);
        await offers().noteTold(id, NOW, daysAfter(NOW, 1));
        expect(await isDue(NOW)).toBe(false);
        await offers().noteReminded(id, daysAfter(NOW, 1), START);
        expect(await isDue(daysAfter(NOW, 1))).toBe(false);
        await offers().settle(id, 'declined', { now: NOW });
        expect(await isDue(daysAfter(START, 1))).toBe(false);
        expect(await offers().byId(id)).toMatchObject({ status: 'declined', toldAt: NOW });
      });

      it('makes nobody late who was told and gives the time up before it begins', async () => {
        const [told, begun, silent] = [
          await book(await newTime(world)),
          await book(await newTime(world)),
          await book(await newTime(world)),
        ];
        for (const booked of [told, begun, silent]) {
          const offer = newOffer(booked);
          await offers().offer(offer);
          if (booked !== silent) await offers().noteTold(offer.id, NOW, START);
        }
        const givesUp = ({ appointmentId, contactId }: Booked, now: Date) =>
          world.stores.appointments.cancel({ appointmentId, contactId, now, noticePeriodMinutes: 60 });
        const soon = minutesAfter(START, -30);
        expect(await givesUp(silent, soon)).toEqual({ ok: false, code: 'late' });
        expect(await givesUp(begun, minutesAfter(START, 1))).toEqual({ ok: false, code: 'too-late' });
        expect(await world.stores.appointments.find(told.appointmentId, told.contactId)).toMatchObject({
          asked: true,
        });
        expect(await givesUp(told, soon)).toMatchObject({ ok: true });
        expect(await world.stores.appointments.standing(told.contactId, WEEKS, soon)).toMatchObject({
          used: 0,
          missed: 0,
        });
      });

      it('is settled by one of two who have it in hand at once', async () => {
        const booked = await book(await newTime(world));
        const offer = newOffer(booked);
        await offers().offer(offer);
        const settle = (to: 'declined' | 'phoned') =>
          world.transactions.run(async ({ changeOffers }) => {
            if ((await changeOffers.lock(offer.id))?.status !== 'open') return false;
            await changeOffers.settle(offer.id, to, { now: NOW });
            return true;
          });
        const done = await Promise.all([settle('declined'), settle('phoned'), settle('declined')]);
        expect(done.filter(Boolean)).toHaveLength(1);
      });

      it('is listed for its counsellor and for nobody else’s page', async () => {
        const [one, other] = [await book(await newTime(world)), await book(await newTime(world))];
        const [mine, theirs] = [newOffer(one), newOffer(other)];
        await offers().offer(mine);
        await offers().offer(theirs);
        const idsOf = async (staffId: string | null) =>
          (await offers().unsettled(daysAfter(NOW, -1), staffId)).map(({ id }) => id);
        expect(await idsOf(one.slot.staffId)).toEqual([mine.id]);
        expect(await idsOf(null)).toEqual(expect.arrayContaining([mine.id, theirs.id]));
      });

      it('is found for its student until it is answered or taken back', async () => {
        const [one, other] = [await book(await newTime(world)), await book(await newTime(world))];
        const mine = newOffer(one);
        await offers().offer(mine);
        await offers().offer(newOffer(other));
        const ids = async () => (await offers().ofContact(one.contactId)).map(({ id }) => id);
        expect(await ids()).toEqual([mine.id]);
        await offers().settle(mine.id, 'expired', { now: NOW });
        expect(await ids()).toEqual([mine.id]);
        await offers().settle(mine.id, 'declined', { now: NOW });
        expect(await ids()).toEqual([]);
      });

      it('is listed while it may need somebody, by its time, and then among the newest of what is settled', async () => {
        const slot = await newTime(world);
        const later = await book(laterTime(slot, 60));
        const booked = await book(slot);
        const gone = await book(laterTime(slot, 120));
        const absence = {
          staffId: slot.staffId,
          startAt: slot.startAt,
          endAt: minutesAfter(slot.startAt, 300),
        };
        await offers().closeDay({ ...absence, id: randomUUID(), madeBy: slot.staffId, now: NOW }, randomUUID);
        const idOf = async ({ appointmentId }: Booked) =>
          (await offers().ofAppointment(appointmentId))[0]?.id ?? '';
        const ids = [await idOf(booked), await idOf(later), await idOf(gone)];
        for (const id of ids) await offers().settle(id, 'expired', { now: slot.startAt });
        // Theirs by their own choice since: nobody has to be phoned.
        await offers().cancel(gone.appointmentId, gone.slot.startAt, slot.startAt);
        const unsettled = async (since: Date) =>
          (await offers().unsettled(since, slot.staffId)).map(({ id }) => id);
        expect(await unsettled(slot.startAt)).toEqual(ids.slice(0, 2));
        expect(await unsettled(daysAfter(slot.startAt, 1))).toEqual([]);
        const [first = '', second = ''] = ids;
        await offers().settle(first, 'phoned', { now: slot.startAt, staffId: slot.staffId });
        expect(await unsettled(slot.startAt)).toEqual([second]);
        const settled = await offers().settled(NOW, slot.staffId, 1);
        expect(settled).toMatchObject({ count: 2, offers: [{}] });
        expect(await offers().settled(minutesAfter(NOW, 1), slot.staffId, 1)).toEqual({
          count: 0,
          offers: [],
        });
      });
    });

    describe('calling off', () => {
      it('ends the appointment once and takes back what was offered before', async () => {
        const booked = await book(await newTime(world));
        const before = newOffer(booked);
        await offers().offer(before);
        const off = newOffer(booked, { kind: 'cancel', cause: 'room' });
        expect(await offers().callOff(off)).toEqual(DONE);
        expect(await offers().callOff(off)).toEqual(DONE);
        expect(await offers().callOff(newOffer(booked, { kind: 'cancel' }))).toEqual(GONE);
        expect(await statusOf(booked)).toBe('cancelled');
        expect(await offers().byId(before.id)).toMatchObject({ status: 'withdrawn' });
        expect(await offers().byId(off.id)).toMatchObject({ status: 'open', kind: 'cancel' });
        // It never counts against the student.
        expect(await world.stores.appointments.standing(booked.contactId, WEEKS, NOW)).toMatchObject({
          used: 0,
          missed: 0,
        });
      });

      it('has one winner among several at once', async () => {
        const booked = await book(await newTime(world));
        const all = await Promise.all(
          [1, 2, 3].map(() => offers().callOff(newOffer(booked, { kind: 'cancel' }))),
        );
        expect(all.filter(({ ok }) => ok)).toHaveLength(1);
      });
    });

    describe('closing a day', () => {
      const absence = ({ staffId, startAt }: Slot) => ({
        id: randomUUID(),
        staffId,
        startAt,
        endAt: minutesAfter(startAt, 300),
        madeBy: staffId,
        now: NOW,
      });

      it('tells everybody whom it meets once, and ends what was held', async () => {
        const slot = await newTime(world);
        const met = await book(slot);
        const beside = await book(laterTime(slot, 300));
        const person = await world.addPerson();
        const held = await hold(laterTime(slot, 60), person);
        const closed = absence(slot);
        expect(await offers().closeDay(closed, randomUUID)).toBe(1);
        expect(await offers().closeDay(closed, randomUUID)).toBeNull();
        const listed = await offers().unsettled(NOW, slot.staffId);
        expect(listed.map(({ kind, appointment }) => [kind, appointment.id])).toEqual([
          ['absence', met.appointmentId],
        ]);
        expect([await statusOf(met), await statusOf(beside)]).toEqual(['booked', 'booked']);
        expect(await statusOf({ ...person, appointmentId: held, slot })).toBe('cancelled');
        expect(await offers().toTell(slot.staffId, slot.startAt, closed.endAt, NOW)).toEqual([]);
        // Whoever stands before a closed door may book elsewhere.
        const elsewhere = laterTime(await newTime(world), 600);
        const { contactId, addressId } = met;
        const order = { id: randomUUID(), contactId, addressId, slot: elsewhere, now: NOW };
        const heldUntil = minutesAfter(NOW, 5);
        expect(await world.stores.appointments.hold({ ...order, heldUntil, upcomingLimit: 1 })).toMatchObject(
          { ok: true },
        );
      });

      it('lets nobody book in between', async () => {
        const slot = await newTime(world);
        const closed = absence(slot);
        const people = await Promise.all([1, 2, 3, 4, 5].map(() => world.addPerson()));
        const attempts = people.map((person, index) =>
          book(laterTime(slot, index * 60), person).catch(() => null),
        );
        const [told, ...made] = await Promise.all([offers().closeDay(closed, randomUUID), ...attempts]);
        // Whoever booked before was told; whoever came after was refused.
        expect(made.filter((one) => one !== null)).toHaveLength(told ?? -1);
        expect(await world.stores.appointments.busy(slot.startAt, closed.endAt, NOW)).not.toContainEqual(
          expect.objectContaining({ staffId: slot.staffId, status: 'held' }),
        );
      });
    });

    describe('closing it again', () => {
      const close = (slot: Slot, minutes: number, now = NOW, id = randomUUID()) => {
        const { staffId, startAt } = slot;
        const endAt = minutesAfter(startAt, minutes);
        return offers().closeDay({ id, staffId, startAt, endAt, madeBy: staffId, now }, randomUUID);
      };
      const newest = async ({ appointmentId }: Booked) => (await offers().ofAppointment(appointmentId))[0];

      it('tells nobody twice, whether they were phoned or have not answered', async () => {
        const slot = await newTime(world);
        const [phoned, silent, expired] = [
          await book(slot),
          await book(laterTime(slot, 60)),
          await book(laterTime(slot, 120)),
        ];
        const afternoon = await book(laterTime(slot, 400));
        expect(await close(slot, 200)).toBe(3);
        const before = [await newest(phoned), await newest(silent), await newest(expired)];
        const settledBy = { now: NOW, staffId: slot.staffId };
        await offers().settle(before[0]?.id ?? '', 'phoned', settledBy);
        await offers().settle(before[2]?.id ?? '', 'expired', { now: NOW });
        expect(
          await offers().toTell(slot.staffId, slot.startAt, minutesAfter(slot.startAt, 600), NOW),
        ).toEqual([expect.objectContaining({ id: afternoon.appointmentId })]);
        expect(await close(slot, 600)).toBe(1);
        expect([(await newest(phoned))?.id, (await newest(silent))?.id, (await newest(expired))?.id]).toEqual(
          before.map((offer) => offer?.id),
        );
        expect(await newest(phoned)).toMatchObject({ status: 'phoned' });
        expect(await newest(silent)).toMatchObject({ status: 'open' });
      });

      it('tells whoever was phoned anew where the first leave was taken back', async () => {
        const slot = await newTime(world);
        const phoned = await book(slot);
        const first = randomUUID();
        expect(await close(slot, 200, NOW, first)).toBe(1);
        const settledBy = { now: NOW, staffId: slot.staffId };
        await offers().settle((await newest(phoned))?.id ?? '', 'phoned', settledBy);
        await world.stores.availability.endLeave(first, NOW);
        expect(await close(slot, 200)).toBe(1);
      });

      it('is taken back with whoever was phoned, while their appointment stands', async () => {
        const slot = await newTime(world);
        const [stands, gone] = [await book(slot), await book(laterTime(slot, 60))];
        const leave = randomUUID();
        expect(await close(slot, 200, NOW, leave)).toBe(2);
        for (const one of [stands, gone])
          await offers().settle((await newest(one))?.id ?? '', 'phoned', { now: NOW, staffId: slot.staffId });
        await cancel(gone);
        const met = await offers().ofAbsence(leave);
        expect(met.map(({ status, appointment }) => [status, appointment.id])).toEqual([
          ['phoned', stands.appointmentId],
        ]);
      });

      it('leaves alone who sits in the session that runs, and tells who checked in to one that has not begun', async () => {
        const slot = await newTime(world);
        const [runs, absent, waits] = [
          await book(slot),
          await book(await newTime(world)),
          await book(laterTime(slot, 60)),
        ];
        const during = minutesAfter(slot.startAt, 20);
        for (const { appointmentId } of [runs, waits])
          await world.stores.sessions.checkIn(appointmentId, null, slot.startAt);
        expect(await close(slot, 300, during)).toBe(1);
        expect(await newest(runs)).toBeUndefined();
        expect(await newest(waits)).toMatchObject({ kind: 'absence', status: 'open' });
        // Nobody there has said anything: they may stand at the door.
        expect(await close(absent.slot, 300, during)).toBe(1);
        const after = minutesAfter(slot.startAt, 80);
        const owed = await world.stores.sessions.owed(slot.staffId, after);
        expect(owed.map((session) => session.appointmentId)).toContain(runs.appointmentId);
      });
    });

    describe('leave that was entered over booked times', () => {
      const takesLeave = async (slot: Slot, minutes: number) => {
        const { staffId, startAt } = slot;
        const leave = {
          id: randomUUID(),
          staffId,
          note: '测试',
          startAt,
          endAt: minutesAfter(startAt, minutes),
        };
        await world.stores.availability.addLeave(leave, staffId, NOW);
        return leave;
      };
      const stranded = async (staffId: string, now = NOW) =>
        (await offers().inLeave(now)).filter((one) => one.staffId === staffId);
      const tell = (leaveId: string, madeBy: string) =>
        offers().tellLeave({ leaveId, madeBy, now: NOW }, randomUUID);

      it('is listed until their students are told, once, and taken back with the leave', async () => {
        const slot = await newTime(world);
        const { staffId } = slot;
        const booked = await book(slot);
        await book(laterTime(slot, 400));
        const leave = await takesLeave(slot, 200);
        await takesLeave(slot, 100);
        expect(await stranded(staffId)).toMatchObject([{ id: booked.appointmentId }]);
        expect(await stranded(staffId, slot.startAt)).toEqual([]);
        expect(await tell(leave.id, staffId)).toBe(1);
        expect(await tell(leave.id, staffId)).toBe(0);
        expect(await stranded(staffId)).toEqual([]);
        expect(await offers().ofAbsence(leave.id)).toMatchObject([
          { kind: 'absence', status: 'open', appointment: { id: booked.appointmentId } },
        ]);
      });

      it('is told of by nobody where it was taken back or never was', async () => {
        const slot = await newTime(world);
        await book(slot);
        const leave = await takesLeave(slot, 200);
        await world.stores.availability.endLeave(leave.id, NOW);
        expect(await stranded(slot.staffId)).toEqual([]);
        expect(await tell(leave.id, slot.staffId)).toBeNull();
        expect(await tell(randomUUID(), slot.staffId)).toBeNull();
      });
    });

    describe('a closed time that has begun', () => {
      it('is moved and called off by its student all the same, and is never late', async () => {
        const slot = await newTime(world);
        const [moves, cancels, open] = [
          await book(slot),
          await book(laterTime(slot, 60)),
          await book(await newTime(world)),
        ];
        const { staffId, startAt } = slot;
        const endAt = minutesAfter(startAt, 200);
        await offers().closeDay(
          { id: randomUUID(), staffId, startAt, endAt, madeBy: staffId, now: NOW },
          randomUUID,
        );
        const now = minutesAfter(startAt, 70);
        const elsewhere = laterTime(await newTime(world), 600);
        const moveIn = async (booked: Booked, to: Slot) => {
          const holdId = await hold(to, booked, { now });
          const { appointmentId, contactId } = booked;
          const move = { appointmentId, contactId, holdId, now, noticePeriodMinutes: 1_440 };
          return world.stores.appointments.move({ ...move, by: 'student' });
        };
        expect(await moveIn(moves, elsewhere)).toMatchObject({ ok: true });
        expect(await moveIn(open, laterTime(elsewhere, 60))).toEqual({ ok: false, code: 'too-late' });
        expect(await cancel(cancels, now)).toMatchObject({ ok: true });
        expect(await cancel(open, now)).toEqual({ ok: false, code: 'too-late' });
        expect(await world.stores.appointments.standing(cancels.contactId, WEEKS, now)).toMatchObject({
          missed: 0,
        });
      });
    });

    describe('whoever leaves for good', () => {
      const leave = (staffId: string) =>
        world.transactions.run(async ({ staff, changeOffers }) => {
          await staff.revoke(staffId, NOW);
          return changeOffers.closeForGood({ id: randomUUID(), staffId, now: NOW }, randomUUID);
        });

      it('keeps nothing: each student is told once of all, and nothing is left to confirm', async () => {
        const slot = await newTime(world);
        const regular = await book(slot);
        const weekLater = await book(laterTime(slot, 7 * 24 * 60), regular);
        const other = await book(laterTime(slot, 60));
        const person = await world.addPerson();
        const held = await hold(laterTime(slot, 120), person);
        expect(await leave(slot.staffId)).toBe(3);
        const listed = await offers().unsettled(NOW, slot.staffId);
        const of = ({ appointmentId }: Booked) =>
          listed.find(({ appointment }) => appointment.id === appointmentId);
        expect(listed.map(({ kind, status }) => [kind, status])).toEqual(Array(3).fill(['absence', 'open']));
        expect([of(regular), of(other), of(weekLater)].map((one) => one?.toldWith)).toEqual([
          null,
          null,
          of(regular)?.id,
        ]);
        expect(await offers().toldWith(of(regular)?.id ?? '')).toMatchObject([{ id: of(weekLater)?.id }]);
        // It is the leaver's doing as far as anybody is told; nobody has to know who disabled them.
        expect(of(other)?.madeBy).toBe(slot.staffId);
        const order = { appointmentId: held, contactId: person.contactId, now: NOW, upcomingLimit: 9 };
        expect(await world.stores.appointments.confirm(order)).toEqual({ ok: false, code: 'expired' });
        await expect(book(laterTime(slot, 600))).rejects.toThrow('taken');
        expect(await leave(slot.staffId)).toBe(0);
      });

      it('has nobody told twice of a time that was closed before', async () => {
        const slot = await newTime(world);
        await book(slot);
        const day = { id: randomUUID(), staffId: slot.staffId, startAt: slot.startAt };
        await offers().closeDay(
          { ...day, endAt: minutesAfter(slot.startAt, 300), madeBy: slot.staffId, now: NOW },
          randomUUID,
        );
        expect(await offers().ofAbsence(day.id)).toHaveLength(1);
        expect(await leave(slot.staffId)).toBe(0);
        expect(await offers().unsettled(NOW, slot.staffId)).toHaveLength(1);
        // Nor is leave of theirs taken back any more.
        expect(await offers().ofAbsence(day.id)).toEqual([]);
      });

      it('lets nobody book in between', async () => {
        const slot = await newTime(world);
        const people = await Promise.all([1, 2, 3, 4, 5].map(() => world.addPerson()));
        const attempts = people.map((person, index) =>
          book(laterTime(slot, index * 60), person).catch(() => null),
        );
        const [told, ...made] = await Promise.all([leave(slot.staffId), ...attempts]);
        expect(made.filter((one) => one !== null)).toHaveLength(told);
      });
    });

    it('tells of several with one message, and of one alone where that is not written', async () => {
      const booked = await book(await newTime(world));
      const next = await book(laterTime(booked.slot, 60), booked);
      const first = newOffer(booked, { kind: 'cancel' });
      const second = newOffer(next, { kind: 'cancel', toldWith: first.id });
      await offers().callOff(first);
      await offers().callOff(second);
      const due = async (at: Date) => (await offers().dueIds(at, 1_000)).includes(second.id);
      expect([await due(NOW), await due(minutesAfter(NOW, 1))]).toEqual([false, true]);
      await offers().tellAlone(second.id);
      expect(await offers().toldWith(first.id)).toEqual([]);
      expect(await offers().byId(second.id)).toMatchObject({ toldWith: null, status: 'open' });
    });

    describe('moving', () => {
      it('gives another time in one step, once', async () => {
        const booked = await book(await newTime(world));
        const move = moveTo(booked, laterTime(booked.slot, 120));
        expect(await offers().move(move)).toMatchObject({
          ok: true,
          value: { id: move.newId, status: 'booked' },
        });
        expect(await offers().move(move)).toEqual(GONE);
        expect(await statusOf(booked)).toBe('cancelled');
        expect(await world.stores.appointments.listUpcoming(booked.contactId, NOW)).toMatchObject([
          { id: move.newId, slot: { startAt: move.slot.startAt } },
        ]);
      });

      it('knows nothing of somebody else’s appointment, of another time and of what never was', async () => {
        const booked = await book(await newTime(world));
        const { contactId } = await world.addPerson();
        const move = moveTo(booked, laterTime(booked.slot, 120));
        expect(await offers().move({ ...move, contactId })).toEqual(GONE);
        expect(await offers().move({ ...move, startsAt: minutesAfter(START, 5) })).toEqual(GONE);
        expect(await offers().move({ ...move, appointmentId: randomUUID() })).toEqual(GONE);
        expect(await statusOf(booked)).toBe('booked');
      });

      it('leaves the old time where the new one is taken', async () => {
        const slot = await newTime(world);
        const [ann, ben] = [await book(slot), await book(laterTime(slot, 60))];
        expect(await offers().move(moveTo(ann, ben.slot))).toEqual({ ok: false, code: 'taken' });
        expect([await statusOf(ann), await statusOf(ben)]).toEqual(['booked', 'booked']);
      });

      it('gives one time to one of two who take it at once, and the other keeps theirs', async () => {
        const slot = await newTime(world);
        const wanted = laterTime(slot, 300);
        const both = [await book(slot), await book(laterTime(slot, 60))];
        const moved = await Promise.all(both.map((booked) => offers().move(moveTo(booked, wanted))));
        expect(moved.filter(({ ok }) => ok)).toHaveLength(1);
        expect((await Promise.all(both.map(statusOf))).sort()).toEqual(['booked', 'cancelled']);
        expect(await offers().toTell(slot.staffId, wanted.startAt, wanted.endAt, NOW)).toHaveLength(1);
      });

      it('takes a time that the student themselves has just reached for', async () => {
        const booked = await book(await newTime(world));
        const wanted = laterTime(booked.slot, 120);
        await hold(wanted, booked);
        expect(await offers().move(moveTo(booked, wanted))).toMatchObject({ ok: true });
      });

      it('keeps to the limit where the old time was closed and something else was booked since', async () => {
        const booked = await book(await newTime(world));
        const { staffId, startAt, endAt } = booked.slot;
        const day = { id: randomUUID(), staffId, startAt, endAt, madeBy: staffId, now: NOW };
        await offers().closeDay(day, randomUUID);
        const offer = async () => (await offers().ofAppointment(booked.appointmentId))[0];
        await offers().noteTold((await offer())?.id ?? '', NOW, null);
        expect(await offer()).toMatchObject({ rebooked: false });
        const elsewhere = laterTime(await newTime(world), 240);
        await book(elsewhere, booked, minutesAfter(NOW, 1));
        expect(await offer()).toMatchObject({ rebooked: true });
        const move = moveTo(booked, laterTime(booked.slot, 120));
        expect(await offers().move(move, 1)).toEqual({ ok: false, code: 'limit' });
        expect(await world.stores.appointments.listUpcoming(booked.contactId, NOW)).toHaveLength(2);
        expect(await offers().move(move, 2)).toMatchObject({ ok: true });
        // What is not closed counts for itself, and is given up.
        const open = { ...booked, appointmentId: move.newId, slot: move.slot };
        expect(await offers().move(moveTo(open, laterTime(booked.slot, 180)), 1)).toMatchObject({ ok: true });
      });

      it('counts what the student themselves has reached for against no cap', async () => {
        const booked = await book(await newTime(world));
        const wanted = laterTime(booked.slot, 120);
        await hold(wanted, booked);
        const caps = { daily: 1, weekly: null };
        expect(await offers().move({ ...moveTo(booked, wanted), caps })).toMatchObject({ ok: true });
      });

      it('leaves what the student holds where the time cannot be had', async () => {
        const [booked, other] = [await book(await newTime(world)), await newTime(world)];
        const full = laterTime(booked.slot, 120);
        await book(laterTime(booked.slot, 180));
        const held = {
          ...booked,
          appointmentId: await hold({ ...other, startAt: full.startAt, endAt: full.endAt }, booked),
        };
        const caps = { daily: 1, weekly: null };
        expect(await offers().move({ ...moveTo(booked, full), caps })).toEqual({ ok: false, code: 'taken' });
        await book(full);
        expect(await offers().move(moveTo(booked, full))).toEqual({ ok: false, code: 'taken' });
        expect([await statusOf(held), await statusOf(booked)]).toEqual(['held', 'booked']);
        await offers().callOff(newOffer(booked, { kind: 'cancel' }));
        expect(await offers().bookInstead(moveTo(booked, full), 1)).toEqual({ ok: false, code: 'taken' });
        expect(await statusOf(held)).toBe('held');
      });

      it('takes the place of one that was called off once, to the limit', async () => {
        const booked = await book(await newTime(world));
        await offers().callOff(newOffer(booked, { kind: 'cancel' }));
        await hold(laterTime(booked.slot, 60), booked);
        const times = [60, 120, 180].map((minutes) => moveTo(booked, laterTime(booked.slot, minutes)));
        const made = await Promise.all(times.map((move) => offers().bookInstead(move, 1)));
        expect(made.filter(({ ok }) => ok)).toHaveLength(1);
        expect(made.filter(({ ok }) => !ok)).toEqual(Array(2).fill({ ok: false, code: 'limit' }));
        expect(await world.stores.appointments.listUpcoming(booked.contactId, NOW)).toHaveLength(1);
      });
    });

    it('calls off on the student’s word once, and nothing that was moved meanwhile', async () => {
      const booked = await book(await newTime(world));
      const { appointmentId, slot } = booked;
      expect(await offers().cancel(appointmentId, minutesAfter(slot.startAt, 5), NOW)).toBe(false);
      const both = await Promise.all([1, 2].map(() => offers().cancel(appointmentId, slot.startAt, NOW)));
      expect(both.sort()).toEqual([false, true]);
      expect(await offers().cancel(randomUUID(), slot.startAt, NOW)).toBe(false);
      expect(await world.stores.appointments.standing(booked.contactId, WEEKS, NOW)).toMatchObject({
        missed: 0,
      });
    });
  });
}
