import type { Calendar } from '../core/calendar.ts';
import { addMs, minutesMs } from '../core/clock.ts';
import { type Caps, createCapCheck } from './count-sessions.ts';
import { groupBy } from './group-by.ts';
import { holdBack } from './hold-back.ts';
import { localDaysBetween } from './local-day.ts';
import { isRoomOpen, opensOn, type PlannedDay, planDay, type RoomHours } from './open-days.ts';
import type { Opening, Slot, TimeRange } from './slot.ts';
import { findTaken } from './taken-times.ts';

/** A time at which a counsellor takes no appointments although a rule opens it. */
export type AwayTime = TimeRange & { readonly staffId: string };

/** A time at which a counsellor and, unless they meet online, a room are taken. */
export type BusyTime = TimeRange & { readonly staffId: string; readonly roomId: string | null };

export type SlotQuestion = {
  readonly rules: readonly Opening[];
  readonly away: readonly AwayTime[];
  /** All of the weeks that `from` to `to` touches, since caps count whole days and weeks. */
  readonly busy: readonly BusyTime[];
  /** When the student who asks is elsewhere already, with whomever. */
  readonly ownBusy: readonly TimeRange[];
  readonly roomHours: readonly RoomHours[];
  readonly calendar: Calendar;
  readonly capsOf: (staffId: string) => Caps;
  /** What is given up for the slot: it is busy until then, and counts for no cap. */
  readonly givenUp?: Pick<BusyTime, 'staffId' | 'startAt'> | undefined;
  /** Slots that start from here on ... */
  readonly from: Date;
  /** ... and before here. */
  readonly to: Date;
  readonly now: Date;
  /** A slot that starts sooner than this is not offered any more. */
  readonly leastNoticeMinutes: number;
  /** How many urgent slots of a day are kept from whoever does not ask for a hand-off; null shows all. */
  readonly urgentKept: number | null;
};

/** A slot and the rule that opens it. */
export type OpenedSlot = Slot & { readonly rule: Opening; readonly date: string };

/** A day and the rules that open on it. */
export type OpenDay = { readonly day: PlannedDay; readonly rules: readonly Opening[] };

const names = new Intl.Collator('zh-Hans-CN', { numeric: true });

/**
 * The free slots, by start and then by counsellor. Two slots of one counsellor never overlap, even where rules do:
 * the one that starts first stays. A rest at the end of a rule that is shorter than a session is no slot.
 */
export function computeSlots(question: SlotQuestion): Slot[] {
  const { from, to, calendar, rules, now, leastNoticeMinutes } = question;
  const days = localDaysBetween(from, to).map((date): OpenDay => {
    const day = planDay(date, calendar);
    return { day, rules: rules.filter((rule) => opensOn(rule, day)) };
  });
  const earliest = addMs(now, minutesMs(leastNoticeMinutes));
  const isTaken = findTaken(question, days);
  const isAtCap = capCheckOf(question);
  const free = slotsOfDays(days, question).filter(
    (slot) => slot.startAt >= earliest && !isTaken(slot) && !isAtCap(slot),
  );
  const offered = dropOverlaps(free.sort(compareSlots));
  return holdBack(offered, days, question).map(plainSlot);
}

export function capCheckOf({ busy, capsOf, givenUp }: SlotQuestion): ReturnType<typeof createCapCheck> {
  const isGivenUp = ({ staffId, startAt }: BusyTime): boolean =>
    staffId === givenUp?.staffId && startAt.getTime() === givenUp.startAt.getTime();
  return createCapCheck(
    busy.filter((one) => !isGivenUp(one)),
    capsOf,
  );
}

function slotsOfDays(days: readonly OpenDay[], { from, to, roomHours }: SlotQuestion): OpenedSlot[] {
  const hours = groupBy(roomHours, (one) => one.roomId);
  const slots: OpenedSlot[] = [];
  for (const { day, rules } of days) {
    for (const rule of rules) {
      const { sessionMinutes } = rule;
      const last = rule.toMinute - sessionMinutes;
      const step = sessionMinutes + Math.max(rule.bufferBeforeMinutes, rule.bufferAfterMinutes);
      for (let minute = rule.fromMinute; minute <= last; minute += step) {
        const startAt = day.momentAt(minute);
        if (startAt < from || startAt >= to) continue;
        const ofRoom = rule.roomId === null ? undefined : hours.get(rule.roomId);
        if (!isRoomOpen(ofRoom, day, minute, minute + sessionMinutes)) continue;
        slots.push(openSlot(rule, day, minute));
      }
    }
  }
  return slots;
}

function openSlot(rule: Opening, day: PlannedDay, minute: number): OpenedSlot {
  const { staffId, counsellor, roomId, room, campus, mode, sessionMinutes } = rule;
  const startAt = day.momentAt(minute);
  const endAt = day.momentAt(minute + sessionMinutes);
  return { staffId, counsellor, roomId, room, campus, mode, startAt, endAt, rule, date: day.date };
}

const plainSlot = ({ rule: _, date: __, ...slot }: OpenedSlot): Slot => slot;

function compareSlots(one: Slot, other: Slot): number {
  return (
    one.startAt.getTime() - other.startAt.getTime() ||
    names.compare(one.counsellor, other.counsellor) ||
    names.compare(one.room ?? '', other.room ?? '') ||
    Number(one.staffId > other.staffId) - Number(one.staffId < other.staffId)
  );
}

function dropOverlaps(sorted: readonly OpenedSlot[]): OpenedSlot[] {
  const busyUntil = new Map<string, Date>();
  return sorted.filter((slot) => {
    const until = busyUntil.get(slot.staffId);
    if (until !== undefined && slot.startAt < until) return false;
    busyUntil.set(slot.staffId, slot.endAt);
    return true;
  });
}
