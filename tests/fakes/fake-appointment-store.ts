import type {
  Appointment,
  AppointmentStatus,
  AppointmentStore,
  Cancellation,
  Confirmation,
  HoldOrder,
  Move,
} from '../../src/booking/appointment-store.ts';
import type { BookingSetup, NewAvailabilityRule } from '../../src/booking/booking-setup.ts';
import type { AwayTime } from '../../src/booking/compute-slots.ts';
import { createCapCheck } from '../../src/booking/count-sessions.ts';
import { localDateOf } from '../../src/booking/local-day.ts';
import type { Slot, TimeRange } from '../../src/booking/slot.ts';
import { EVERY_WEEK } from '../../src/booking/teaching-weeks.ts';
import { EMPTY_CALENDAR } from '../../src/core/calendar.ts';
import { minutesMs } from '../../src/core/clock.ts';
import { fail, ok } from '../../src/core/result.ts';

type Row = {
  readonly id: string;
  readonly contactId: string;
  readonly addressId: string;
  readonly slot: Slot;
  status: AppointmentStatus;
  heldUntil: Date | null;
  bookedAt: Date | null;
  cancelledLate?: true;
  movedFrom?: string;
  /** Lies over the appointment that it takes the place of. */
  isOver?: true;
  beyondCaps?: true;
};

type Counsellor = { readonly name: string; active: boolean };

export type FakeAppointmentStore = AppointmentStore &
  BookingSetup & {
    addCounsellor(staffId: string, name: string): void;
    disableCounsellor(staffId: string): void;
    addAway(away: AwayTime): void;
    /** Somebody of whom a case is open. */
    takeIntoCare(contactId: string): void;
    /** What the desk records afterwards. */
    recordNoShow(appointmentId: string): void;
  };

const overlaps = (one: TimeRange, other: TimeRange): boolean =>
  one.startAt < other.endAt && other.startAt < one.endAt;

const isLive = (row: Row, now: Date): boolean =>
  row.status !== 'cancelled' && (row.heldUntil === null || row.heldUntil > now);

const isAhead = (row: Row, contactId: string, now: Date): boolean =>
  row.contactId === contactId && row.status === 'booked' && row.slot.endAt > now;

/** Keeps appointments in memory by the same rules as the real store; only concurrency is not its matter. */
export function createFakeAppointmentStore(): FakeAppointmentStore {
  const rows: Row[] = [];
  const rooms = new Map<string, string>();
  const rules: NewAvailabilityRule[] = [];
  const counsellors = new Map<string, Counsellor>();
  const awayTimes: AwayTime[] = [];
  const inCare = new Set<string>();

  const rowOf = (id: string, contactId: string) =>
    rows.find((row) => row.id === id && row.contactId === contactId);
  const upcomingOf = (contactId: string, now: Date) =>
    rows
      .filter((row) => isAhead(row, contactId, now))
      .sort((one, other) => one.slot.startAt.getTime() - other.slot.startAt.getTime());

  /** What has begun is no open appointment. */
  const openOf = (contactId: string, now: Date) =>
    upcomingOf(contactId, now).filter(({ slot }) => slot.startAt > now);

  return {
    async availability(from, to) {
      const active = rules
        .filter((rule) => counsellors.get(rule.staffId)?.active === true)
        .filter((rule) => rule.validFrom <= localDateOf(to))
        .filter((rule) => rule.validTo === null || rule.validTo >= localDateOf(from));
      const named = active.map((rule) => ({
        staffId: rule.staffId,
        counsellor: counsellors.get(rule.staffId)?.name ?? '',
        roomId: rule.roomId,
        room: [...rooms].find(([, id]) => id === rule.roomId)?.[0] ?? null,
        campus: null,
        mode: rule.mode ?? 'on-site',
        weeks: rule.weeks ?? EVERY_WEEK,
        bufferBeforeMinutes: rule.bufferBeforeMinutes ?? 0,
        bufferAfterMinutes: rule.bufferAfterMinutes ?? 0,
        heldBack: rule.heldBack ?? 'none',
        extra: rule.extra ?? false,
        weekday: rule.weekday,
        fromMinute: rule.fromMinute,
        toMinute: rule.toMinute,
        sessionMinutes: rule.sessionMinutes,
        validFrom: rule.validFrom,
        validTo: rule.validTo,
      }));
      const away = awayTimes.filter((one) => overlaps(one, { startAt: from, endAt: to }));
      return { rules: named, away, roomHours: [], caps: [], calendar: EMPTY_CALENDAR };
    },
    async busy(from, to, now) {
      return rows
        .filter((row) => isLive(row, now) && overlaps(row.slot, { startAt: from, endAt: to }))
        .map(({ slot, contactId, status }) => {
          const { staffId, roomId, startAt, endAt } = slot;
          return { staffId, roomId, contactId, status, startAt, endAt };
        });
    },
    hold: async (order) => {
      const open = openOf(order.contactId, order.now).filter((row) => row.id !== order.insteadOf);
      return hold(rows, order, open.length);
    },
    confirm: async (confirmation) =>
      confirm(
        rows,
        rowOf(confirmation.appointmentId, confirmation.contactId),
        confirmation,
        openOf(confirmation.contactId, confirmation.now).length,
      ),
    async release(appointmentId, contactId) {
      const row = rowOf(appointmentId, contactId);
      if (row?.status === 'held') giveUp(row);
    },
    cancel: async (cancellation) =>
      cancel(rowOf(cancellation.appointmentId, cancellation.contactId), cancellation),
    move: async (order) =>
      move(rows, rowOf(order.appointmentId, order.contactId), rowOf(order.holdId, order.contactId), order),
    async standing(contactId, counted) {
      const own = rows
        .filter((row) => row.contactId === contactId)
        .filter(({ slot }) => slot.startAt >= counted.startAt && slot.startAt < counted.endAt);
      const missed = own.filter((row) => row.status === 'no-show' || row.cancelledLate);
      const kept = own.filter((row) => row.status === 'booked' || row.status === 'attended');
      return { used: kept.length + missed.length, missed: missed.length, inCare: inCare.has(contactId) };
    },
    async lastCounsellor(contactId) {
      const last = rows
        .filter((row) => row.contactId === contactId)
        .filter((row) => row.status === 'booked' || row.status === 'attended')
        .filter((row) => counsellors.get(row.slot.staffId)?.active === true)
        .sort((one, other) => one.slot.startAt.getTime() - other.slot.startAt.getTime())
        .sort((one, other) => Number(one.status === 'attended') - Number(other.status === 'attended'))
        .at(-1);
      if (last === undefined) return null;
      return { staffId: last.slot.staffId, counsellor: last.slot.counsellor };
    },
    async find(appointmentId, contactId) {
      const row = rowOf(appointmentId, contactId);
      return row === undefined ? null : appointmentOf(row);
    },
    listUpcoming: async (contactId, now) => upcomingOf(contactId, now).map(appointmentOf),
    hasCome: async (contactId, now) =>
      rows.some(
        (row) =>
          row.contactId === contactId &&
          (row.status === 'attended' || (row.status === 'booked' && row.slot.endAt <= now)),
      ),
    async listBetween(from, to, now) {
      return rows
        .filter((row) => (row.status === 'cancelled' ? row.bookedAt !== null : isLive(row, now)))
        .filter((row) => overlaps(row.slot, { startAt: from, endAt: to }))
        .sort((one, other) => one.slot.startAt.getTime() - other.slot.startAt.getTime())
        .map(({ id, contactId, status, slot }) => ({ ...slot, appointmentId: id, contactId, status }));
    },
    async addRoom(room) {
      const known = rooms.get(room.name);
      if (known !== undefined) return known;
      rooms.set(room.name, room.id);
      return room.id;
    },
    async addAvailabilityRule(rule) {
      if (!rules.some((known) => isSameRule(known, rule))) rules.push(rule);
    },
    addCounsellor(staffId, name) {
      counsellors.set(staffId, { name, active: true });
    },
    disableCounsellor(staffId) {
      const counsellor = counsellors.get(staffId);
      if (counsellor !== undefined) counsellor.active = false;
    },
    addAway(away) {
      awayTimes.push(away);
    },
    takeIntoCare: (contactId) => void inCare.add(contactId),
    recordNoShow(appointmentId) {
      const row = rows.find(({ id }) => id === appointmentId);
      if (row !== undefined) row.status = 'no-show';
    },
  };
}

const isSameRule = (one: NewAvailabilityRule, other: NewAvailabilityRule): boolean =>
  one.staffId === other.staffId &&
  one.roomId === other.roomId &&
  one.weekday === other.weekday &&
  one.fromMinute === other.fromMinute &&
  one.toMinute === other.toMinute;

function appointmentOf({
  id,
  contactId,
  addressId,
  slot,
  status,
  heldUntil,
  cancelledLate,
}: Row): Appointment {
  return {
    id,
    contactId,
    addressId,
    slot,
    status,
    heldUntil,
    ...(cancelledLate ? { cancelledLate } : {}),
  };
}

function giveUp(row: Row): void {
  row.status = 'cancelled';
  row.heldUntil = null;
}

function hold(rows: Row[], order: HoldOrder, upcoming: number) {
  const { id, contactId, addressId, slot, now, heldUntil } = order;
  if (upcoming >= order.upcomingLimit) return fail('limit');
  if (order.insteadOf === undefined && isTermFull(rows, order)) return fail('term-limit');
  const own = rows.filter((row) => row.contactId === contactId && row.status === 'held');
  const old = rows.find((one) => one.id === order.insteadOf && one.contactId === contactId);
  const isOver = old?.status === 'booked' && overlaps(old.slot, slot);
  const same = own.find(
    (row) => isLive(row, now) && isSameSlot(row.slot, slot) && (row.isOver ?? false) === isOver,
  );
  if (same !== undefined) return ok(appointmentOf(same));
  own.forEach(giveUp);
  const inTheWay = rows
    .filter((row) => row.status !== 'cancelled' && overlaps(row.slot, slot))
    .filter(
      (row) =>
        row.slot.staffId === slot.staffId ||
        (slot.roomId !== null && row.slot.roomId === slot.roomId) ||
        (row.contactId === contactId && row.id !== order.insteadOf),
    );
  if (inTheWay.some((row) => isLive(row, now))) return fail('taken');
  if (order.beyondCaps !== true && isFull(rows, order, slot, [order.insteadOf])) return fail('full');
  inTheWay.forEach(giveUp);
  const row: Row = { id, contactId, addressId, slot, status: 'held', heldUntil, bookedAt: null };
  if (isOver) row.isOver = true;
  if (order.beyondCaps === true) row.beyondCaps = true;
  rows.push(row);
  return ok(appointmentOf(row));
}

/** Whether the counsellor's day or week has as many others as the cap. */
const isFull = (
  rows: readonly Row[],
  { caps, now }: Pick<HoldOrder, 'caps' | 'now'>,
  slot: Slot,
  without: readonly (string | undefined)[],
): boolean => {
  const counted = rows.filter((row) => isLive(row, now) && !without.includes(row.id));
  return createCapCheck(
    counted.map((row) => row.slot),
    () => caps ?? { daily: null, weekly: null },
  )(slot);
};

const isSameSlot = (one: Slot, other: Slot): boolean =>
  one.staffId === other.staffId &&
  one.roomId === other.roomId &&
  one.startAt.getTime() === other.startAt.getTime() &&
  one.endAt.getTime() === other.endAt.getTime();

const isTermFull = (
  rows: readonly Row[],
  { contactId, term }: Pick<HoldOrder, 'contactId' | 'term'>,
): boolean => term !== undefined && usedOf(rows, contactId, term.counted).length >= term.limit;

const usedOf = (rows: readonly Row[], contactId: string, { startAt, endAt }: TimeRange): Row[] =>
  rows
    .filter((row) => row.contactId === contactId && row.slot.startAt >= startAt && row.slot.startAt < endAt)
    .filter((row) => row.cancelledLate || ['booked', 'attended', 'no-show'].includes(row.status));

function confirm(rows: readonly Row[], row: Row | undefined, confirmation: Confirmation, upcoming: number) {
  const { now, upcomingLimit } = confirmation;
  if (row === undefined) return fail('unknown');
  if (row.status === 'cancelled') return fail('expired');
  if (row.status !== 'held') return ok(appointmentOf(row));
  if (!isLive(row, now) || row.isOver === true) return fail('expired');
  if (upcoming >= upcomingLimit) return fail('limit');
  if (isTermFull(rows, confirmation)) return fail('term-limit');
  if (row.beyondCaps !== true && isFull(rows, confirmation, row.slot, [row.id])) return fail('full');
  row.status = 'booked';
  row.heldUntil = null;
  row.bookedAt = now;
  return ok(appointmentOf(row));
}

function cancel(row: Row | undefined, order: Cancellation) {
  const { now, evenLate } = order;
  if (row === undefined) return fail('unknown');
  if (row.status === 'cancelled') return ok(appointmentOf(row));
  if (row.status === 'attended' || row.status === 'no-show') return fail('too-late');
  const late = row.status === 'booked' && isLate(row, order);
  if (late && now >= row.slot.startAt) return fail('too-late');
  if (late && evenLate !== true) return fail('late');
  giveUp(row);
  if (late) row.cancelledLate = true;
  return ok(appointmentOf(row));
}

const isLate = (
  row: Row,
  {
    now,
    noticePeriodMinutes,
    stranded = false,
  }: Pick<Cancellation, 'now' | 'noticePeriodMinutes' | 'stranded'>,
): boolean => now.getTime() > row.slot.startAt.getTime() - minutesMs(stranded ? 0 : noticePeriodMinutes);

function move(rows: readonly Row[], old: Row | undefined, held: Row | undefined, order: Move) {
  const { now, noticePeriodMinutes, stranded = false } = order;
  if (old === undefined || held === undefined) return fail('unknown');
  if (held.status === 'booked' && held.movedFrom === old.id) return ok(appointmentOf(held));
  if (old.status !== 'booked') return fail('unknown');
  if (now >= old.slot.startAt) return fail('too-late');
  if (noticePeriodMinutes !== null && isLate(old, { now, noticePeriodMinutes, stranded }))
    return fail('late');
  if (held.status !== 'held' || !isLive(held, now)) return fail('expired');
  if (isFull(rows, order, held.slot, [held.id, old.id])) return fail('full');
  giveUp(old);
  held.status = 'booked';
  held.heldUntil = null;
  held.bookedAt = now;
  held.movedFrom = old.id;
  return ok(appointmentOf(held));
}
