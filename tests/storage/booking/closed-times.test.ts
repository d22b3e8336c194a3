import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Slot } from '../../../src/booking/slot.ts';
import { addMs, hoursMs } from '../../../src/core/clock.ts';
import { openStoreWorld, type StoreWorld } from '../store-world.ts';

const NO_CAPS = { daily: null, weekly: null };
const NOW = new Date('2026-11-20T02:00:00Z');
const START = new Date('2026-11-23T01:00:00Z');
const END = addMs(START, hoursMs(1));
const AFTER = addMs(END, hoursMs(1));

describe('a time that the counsellor closed', () => {
  let world: StoreWorld;
  beforeAll(async () => {
    world = await openStoreWorld();
  });
  afterAll(() => world.close());

  const newSlot = async (): Promise<Slot> => {
    const counsellor = `老师 ${randomUUID()}`;
    const staffId = await world.addStaff(counsellor);
    const place = { roomId: null, room: null, campus: null, mode: 'online' as const };
    return { staffId, counsellor, ...place, startAt: START, endAt: END };
  };
  const hold = async (slot: Slot) => {
    const person = await world.addPerson();
    const order = { id: randomUUID(), ...person, slot, now: NOW, heldUntil: START, upcomingLimit: 1 };
    const held = await world.stores.appointments.hold(order);
    if (!held.ok) throw new Error(held.code);
    return { appointmentId: order.id, ...person };
  };
  const confirm = ({ appointmentId, contactId }: Awaited<ReturnType<typeof hold>>) =>
    world.stores.appointments.confirm({ appointmentId, contactId, now: NOW, upcomingLimit: 1 });
  const takeLeave = ({ staffId }: Slot) => {
    const leave = { id: randomUUID(), staffId, note: '测试', startAt: START, endAt: END };
    return world.stores.availability.addLeave(leave, staffId, NOW);
  };
  const offerSeries = async (slot: Slot) => {
    const { contactId, addressId } = await world.addPerson();
    const id = randomUUID();
    const series = {
      id,
      contactId,
      addressId,
      staffId: slot.staffId,
      everyWeeks: 1 as const,
      expiresAt: START,
    };
    const slots = [{ id: randomUUID(), slot }];
    const offered = await world.transactions.run((stores) =>
      stores.series.offer({ series, slots, now: NOW, upcomingLimit: 1, caps: NO_CAPS }),
    );
    const accept = () =>
      world.transactions.run((stores) =>
        stores.series.accept(id, contactId, NOW, { upcomingLimit: 9, caps: NO_CAPS }),
      );
    return { id, offered, accept };
  };
  /** Without what the store does beside it. */
  const writeException = ({ staffId }: Slot) =>
    world.database.sql(
      `insert into xinqiao.availability_exception (id, staff_id, during, made_by, made_at)
       values ($1, $2, tstzrange($3, $4), $2, $3)`,
      [randomUUID(), staffId, START, END],
    );

  it('gives up what is held there by leave, and leaves what is booked and what is beside it', async () => {
    const slot = await newSlot();
    const held = await hold(slot);
    const beside = await hold({ ...slot, startAt: END, endAt: AFTER });
    await takeLeave(slot);
    expect(await world.stores.appointments.find(held.appointmentId, held.contactId)).toMatchObject({
      status: 'cancelled',
    });
    expect(await confirm(held)).toEqual({ ok: false, code: 'expired' });
    expect(await confirm(beside)).toMatchObject({ ok: true });
    const other = await newSlot();
    const booked = await hold(other);
    await confirm(booked);
    await takeLeave(other);
    expect(await confirm(booked)).toMatchObject({ ok: true, value: { status: 'booked' } });
  });

  it('is booked by no confirmation, no move and no series, whatever closed it', async () => {
    const [confirmed, target, old, series] = [
      await newSlot(),
      await newSlot(),
      await newSlot(),
      await newSlot(),
    ];
    const held = await hold(confirmed);
    await writeException(confirmed);
    expect(await confirm(held)).toEqual({ ok: false, code: 'expired' });

    const before = await hold({ ...old, startAt: END, endAt: AFTER });
    await confirm(before);
    const { contactId, addressId, appointmentId } = before;
    const holdId = randomUUID();
    const order = { id: holdId, contactId, addressId, slot: target, now: NOW, heldUntil: START };
    await world.stores.appointments.hold({ ...order, upcomingLimit: 2 });
    await writeException(target);
    const move = { contactId, appointmentId, holdId, now: NOW, noticePeriodMinutes: null };
    expect(await world.stores.appointments.move({ ...move, by: 'student' })).toEqual({
      ok: false,
      code: 'expired',
    });

    const { accept } = await offerSeries(series);
    await writeException(series);
    expect(await accept()).toBe('gone');
    const late = await newSlot();
    await takeLeave(late);
    expect((await offerSeries(late)).offered).toEqual({ outcome: 'taken', taken: [START] });
  });

  /** An open activity at this time. */
  const openActivity = async (leaderId: string, place: string, status: 'draft' | 'open' = 'open') => {
    const id = randomUUID();
    const text = { kind: 'lecture', title: '测试讲座', titleEn: null, text: '测试', textEn: null } as const;
    const times = { signUpFrom: NOW, signUpUntil: START };
    const dates = [{ id: randomUUID(), startsAt: START, endsAt: END }];
    const code = String(1_000 + codes++);
    const made = { ...text, ...times, id, code, place, capacity: 3, question: null, leaderId, dates };
    await world.stores.activities.add({ ...made, madeBy: leaderId, now: NOW });
    if (status === 'open') await world.stores.activities.setStatus(id, ['draft'], 'open', NOW);
    return id;
  };
  let codes = 0;
  const newRoom = async (): Promise<Pick<Slot, 'roomId' | 'room' | 'campus' | 'mode'>> => {
    const [roomId, room] = [randomUUID(), `谈话室 ${randomUUID()}`];
    await world.database.sql(
      `insert into xinqiao.room (id, name, campus, sample) values ($1, $2, '东', false)`,
      [roomId, room],
    );
    return { roomId, room, campus: '东', mode: 'on-site' };
  };

  it('is closed by an activity, to its leader and in its room, once people may know of it', async () => {
    const [led, drafted, inRoom, series] = [
      await newSlot(),
      await newSlot(),
      { ...(await newSlot()), ...(await newRoom()) },
      { ...(await newSlot()), ...(await newRoom()) },
    ];
    const [held, other, here] = [await hold(led), await hold(drafted), await hold(inRoom)];
    const { accept } = await offerSeries(series);
    const leader = await world.addStaff(`带领 ${randomUUID()}`);
    await openActivity(led.staffId, '大礼堂');
    await openActivity(drafted.staffId, '大礼堂', 'draft');
    await openActivity(leader, `东 ${inRoom.room}`);
    await openActivity(leader, `${series.room}`);
    expect(await confirm(held)).toEqual({ ok: false, code: 'expired' });
    expect(await confirm(other)).toMatchObject({ ok: true });
    expect(await confirm(here)).toEqual({ ok: false, code: 'expired' });
    expect(await accept()).toBe('gone');
  });

  it('names what an activity would meet, and nothing that was closed, is over or is beside it', async () => {
    const room = await newRoom();
    const [own, away] = [await newSlot(), await newSlot()];
    const elsewhere = { ...(await newSlot()), ...room };
    for (const slot of [own, elsewhere, { ...own, startAt: END, endAt: AFTER }, away])
      await confirm(await hold(slot));
    const absence = { id: randomUUID(), startAt: START, endAt: AFTER, madeBy: away.staffId, now: NOW };
    await world.stores.changeOffers.closeDay({ ...absence, staffId: away.staffId }, randomUUID);
    const { activities, staff } = world.stores;
    const dates = [{ startsAt: START, endsAt: END }];
    const clashes = (leaderId: string, place: string, now = NOW) =>
      activities.clashes({ leaderId, place, dates }, randomUUID(), now);
    expect(await clashes(own.staffId, `东${room.room}`)).toMatchObject([
      { what: 'appointment', staff: own.counsellor, sharesLeader: true, sharesPlace: false, startsAt: START },
      { what: 'appointment', place: `东 ${room.room}`, sharesLeader: false, sharesPlace: true },
    ]);
    // The leave that closed it, and no more of that than is met.
    expect(await clashes(away.staffId, '小剧场')).toEqual([
      expect.objectContaining({ what: 'leave', staff: away.counsellor, startsAt: START, endsAt: END }),
    ]);
    expect(await clashes(own.staffId, `东${room.room}`, END)).toEqual([]);
    const leader = await world.addStaff(`带领 ${randomUUID()}`);
    const id = await openActivity(leader, '小礼堂');
    expect(await clashes(leader, '小剧场')).toMatchObject([{ what: 'activity', id, sharesLeader: true }]);
    expect(await clashes(own.staffId, '小礼堂')).toMatchObject([
      { what: 'appointment', sharesLeader: true },
      { what: 'activity', id, title: '测试讲座', sharesPlace: true, sharesLeader: false },
    ]);
    const alone = () => activities.clashes({ leaderId: leader, place: '小礼堂', dates }, id, NOW);
    expect(await alone()).toEqual([]);
    await staff.revoke(leader, NOW);
    expect(await alone()).toMatchObject([{ what: 'left', sharesLeader: true, startsAt: START }]);
  });

  it('is not led by whoever has taken leave then, or left', async () => {
    const [away, left] = [await newSlot(), await newSlot()];
    const { activities, availability, staff } = world.stores;
    const ids = [await openActivity(away.staffId, '大礼堂'), await openActivity(left.staffId, '大礼堂')];
    await openActivity(away.staffId, '大礼堂', 'draft');
    const [mine, theirs] = ids;
    const leaderless = async (now = NOW) =>
      (await activities.leaderless(now))
        .filter(({ staffId }) => [away.staffId, left.staffId].includes(staffId))
        .map(({ activityId }) => activityId);
    expect(await leaderless()).toEqual([]);
    expect(await activities.ledDates(away.staffId, START, END)).toEqual([
      { activityId: mine, title: '测试讲座', startsAt: START, endsAt: END },
    ]);
    expect(await activities.ledDates(away.staffId, END, AFTER)).toEqual([]);
    const leave = { id: randomUUID(), staffId: away.staffId, note: '测试', startAt: START, endAt: END };
    await availability.addLeave(leave, away.staffId, NOW);
    expect(await leaderless()).toEqual([mine]);
    await availability.endLeave(leave.id, NOW);
    await staff.revoke(left.staffId, NOW);
    expect(await leaderless()).toEqual([theirs]);
    expect(await leaderless(END)).toEqual([]);
    await activities.setStatus(theirs ?? '', ['open'], 'cancelled', NOW);
    expect(await leaderless()).toEqual([]);
  });

  it('is nothing that the student missed, and nothing that the counsellor is asked about', async () => {
    const slot = await newSlot();
    const { appointmentId, contactId, ...person } = await hold(slot);
    await confirm({ appointmentId, contactId, ...person });
    const { staffId } = slot;
    const { sessions, appointments, changeOffers } = world.stores;
    const owed = async () => (await sessions.owed(staffId, AFTER)).map((one) => one.appointmentId);
    expect(await owed()).toEqual([appointmentId]);
    const absence = { id: randomUUID(), staffId, startAt: START, endAt: END, madeBy: staffId, now: NOW };
    await changeOffers.closeDay(absence, randomUUID);
    expect(await owed()).toEqual([]);
    const asked = await sessions.takeUnasked(AFTER, 100);
    expect(asked.map((one) => one.appointmentId)).not.toContain(appointmentId);
    const standing = () => appointments.standing(contactId, { startAt: NOW, endAt: AFTER }, AFTER);
    await sessions.setAttendance({
      id: randomUUID(),
      appointmentId,
      attendance: 'no-show',
      staffId,
      now: AFTER,
    });
    expect(await standing()).toMatchObject({ missed: 0, used: 0 });
    // Taken back, it is a session like any other.
    await world.database.sql(
      'update xinqiao.availability_exception set removed_at = now() where staff_id = $1',
      [staffId],
    );
    await world.database.sql(`update xinqiao.change_offer set status = 'withdrawn', settled_at = now(),
      next_at = null where appointment_id = '${appointmentId}'`);
    expect(await standing()).toMatchObject({ missed: 1, used: 1 });
  });

  it('is no visit: whoever comes next comes for the first time, and has the time of a first visit', async () => {
    const [slot, next] = [await newSlot(), await newSlot()];
    const { appointmentId, ...person } = await hold(slot);
    await confirm({ appointmentId, ...person });
    const { appointments, changeOffers, daySheets } = world.stores;
    const later = { id: randomUUID(), ...person, slot: { ...next, startAt: END, endAt: AFTER }, now: NOW };
    await appointments.hold({ ...later, heldUntil: START, upcomingLimit: 2 });
    const { contactId } = person;
    await appointments.confirm({ appointmentId: later.id, contactId, now: NOW, upcomingLimit: 2 });
    const isFirst = async () => (await daySheets.list(END, AFTER, next.staffId)).map(({ first }) => first);
    expect(await appointments.hasCome(contactId, END)).toBe(true);
    expect(await isFirst()).toEqual([false]);
    const { staffId } = slot;
    const absence = { id: randomUUID(), staffId, startAt: START, endAt: END, madeBy: staffId, now: NOW };
    await changeOffers.closeDay(absence, randomUUID);
    expect(await appointments.hasCome(contactId, END)).toBe(false);
    expect(await isFirst()).toEqual([true]);
    // Unless the counsellor came after all, and noted it.
    const came = { id: randomUUID(), appointmentId, attendance: 'attended', staffId, now: AFTER } as const;
    await world.stores.sessions.setAttendance(came);
    expect(await appointments.hasCome(contactId, END)).toBe(true);
    expect(await isFirst()).toEqual([false]);
  });

  it('a time of a series that is moved stays one of the series, whoever moves it', async () => {
    const [slot, byStudent, byOffer] = [await newSlot(), await newSlot(), await newSlot()];
    const { id, accept } = await offerSeries(slot);
    await accept();
    const inSeries = async () => {
      const series = await world.transactions.run((stores) => stores.series.find(id));
      return series?.times.filter(({ status }) => status === 'booked') ?? [];
    };
    const [before] = await inSeries();
    const [row] = await world.database.sql<{ contact_id: string; address_id: string }>(
      'select contact_id, address_id from xinqiao.appointment where id = $1',
      [before?.appointmentId],
    );
    if (before === undefined || row === undefined) throw new Error('nothing was booked');
    const contactId = row.contact_id;
    const holdId = randomUUID();
    await world.stores.appointments.hold({
      id: holdId,
      contactId,
      addressId: row.address_id,
      slot: { ...byStudent, startAt: END, endAt: AFTER },
      now: NOW,
      heldUntil: START,
      upcomingLimit: 1,
      insteadOf: before.appointmentId,
    });
    const move = { contactId, appointmentId: before.appointmentId, holdId, now: NOW };
    expect(
      await world.stores.appointments.move({ ...move, noticePeriodMinutes: null, by: 'student' }),
    ).toMatchObject({ ok: true });
    expect(await inSeries()).toMatchObject([{ appointmentId: holdId, startAt: END }]);

    const newId = randomUUID();
    const offered = { appointmentId: holdId, contactId, startsAt: END, newId, slot: byOffer, now: NOW };
    expect(await world.stores.changeOffers.move(offered)).toMatchObject({ ok: true });
    expect(await inSeries()).toMatchObject([{ appointmentId: newId, startAt: START }]);
  });

  it('a series ends once, and names what lies ahead for whoever calls it off', async () => {
    const slot = await newSlot();
    const { id, accept } = await offerSeries(slot);
    expect(await accept()).toBe('accepted');
    const end = () => world.transactions.run((stores) => stores.series.end(id, NOW));
    expect(await end()).toMatchObject([{ status: 'booked', startAt: slot.startAt }]);
    expect(await end()).toBeNull();
  });
});
