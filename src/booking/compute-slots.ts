import type { Calendar } from '../core/calendar.ts';
import { addMs, minutesMs } from '../core/clock.ts';
import { type Caps, createCapCheck } from './count-sessions.ts';
import { groupBy } from './group-by.ts';
import { keptBack } from './hold-back.ts';
import { localDaysBetween } from './local-day.ts';
import { isRoomOpen, opensOn, type PlannedDay, planDay, type RoomHours, sessionStarts } from './open-days.ts';
import type { Opening, Slot, TimeRange } from './slot.ts';
import { findTaken } from './taken-times.ts';

/** A time at which a counsellor takes no appointments although a rule opens it. */
export type AwayTime = TimeRange & { readonly staffId: string };

/** A time at which a counsellor and, unless they meet online, a room are taken. */
export type BusyTime = TimeRange & {
  readonly staffId: string;
  readonly roomId: string | null;
  /** Given in a hand-off: of what a day keeps for hand-offs, it is one. */
  readonly urgent?: true;
};

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
  /** What is given up for the slot: counsellor and room are busy until then, the student is not, and no cap counts it. */
  readonly givenUp?: Session | undefined;
  /** Slots that start from here on ... */
  readonly from: Date;
  /** ... and before here. */
  readonly to: Date;
  readonly now: Date;
  /** A slot that starts sooner than this is not offered any more. */
  readonly leastNoticeMinutes: number;
  /** How many urgent slots of a day are kept from whoever does not ask for a hand-off; null shows all. */
  readonly urgentKept: number | null;
  /** What is looked for: of a counsellor's slots that overlap the first that fits is kept. */
  readonly fits?: (slot: Slot) => boolean;
  /** Keeps all that overlap, for whoever chooses among them. */
  readonly withOverlaps?: true;
};

/** A slot and the rule that opens it. */
export type OpenedSlot = Slot & { readonly rule: Opening; readonly date: string };

/** A day and the rules that open on it. */
export type OpenDay = { readonly day: PlannedDay; readonly rules: readonly Opening[] };

const names = new Intl.Collator('zh-Hans-CN', { numeric: true });

/**
 * The free slots, by start, counsellor, and on site before online. Two slots of one counsellor do not overlap, even where
 * rules do: the first stays. A rest at the end of a rule that is shorter than a session is no slot.
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
    (slot) => slot.startAt >= earliest && !isTaken(slot) && (isBeyondCaps(slot, question) || !isAtCap(slot)),
  );
  const sorted = free.sort(compareSlots);
  const kept = keptBack(dropOverlaps(sorted), days, question);
  const fitting = question.fits === undefined ? sorted : sorted.filter(question.fits);
  return (question.withOverlaps ? fitting : dropOverlaps(fitting))
    .filter((slot) => !kept.some((one) => isSameStaffThen(one, slot)))
    .map(plainSlot);
}

const isSameStaffThen = (one: Slot, other: Slot): boolean =>
  one.staffId === other.staffId && one.startAt < other.endAt && other.startAt < one.endAt;

export function capCheckOf({ busy, capsOf, givenUp }: SlotQuestion): ReturnType<typeof createCapCheck> {
  const counted = givenUp === undefined ? busy : busy.filter((one) => !isSameSession(one, givenUp));
  return createCapCheck(counted, capsOf);
}

type Session = Pick<BusyTime, 'staffId' | 'startAt'>;

/** A counsellor has one at a time. */
export const isSameSession = (one: Session, other: Session): boolean =>
  one.staffId === other.staffId && one.startAt.getTime() === other.startAt.getTime();

/** What a counsellor keeps for hand-offs they have on top of a full day or week. */
const isBeyondCaps = ({ rule }: OpenedSlot, { urgentKept }: SlotQuestion): boolean =>
  urgentKept === null && rule.heldBack === 'urgent';

/** The same of a slot whose rule is not at hand. */
export function isKeptForHandOff(slot: Slot, question: SlotQuestion): boolean {
  if (question.urgentKept !== null) return false;
  const days = localDaysBetween(slot.startAt, slot.endAt).map((day) => planDay(day, question.calendar));
  return question.rules.some(
    (rule) =>
      rule.heldBack === 'urgent' &&
      rule.staffId === slot.staffId &&
      days.some(
        (day) =>
          opensOn(rule, day) &&
          day.momentAt(rule.fromMinute) <= slot.startAt &&
          slot.endAt <= day.momentAt(rule.toMinute),
      ),
  );
}

function slotsOfDays(days: readonly OpenDay[], { from, to, roomHours }: SlotQuestion): OpenedSlot[] {
  const hours = groupBy(roomHours, (one) => one.roomId);
  const slots: OpenedSlot[] = [];
  for (const { day, rules } of days) {
    for (const rule of rules) {
      const ofRoom = rule.roomId === null ? undefined : hours.get(rule.roomId);
      for (const minute of sessionStarts(rule)) {
        const startAt = day.momentAt(minute);
        if (startAt < from || startAt >= to) continue;
        if (!isRoomOpen(ofRoom, rule, day, minute)) continue;
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
    Number(one.room === null) - Number(other.room === null) ||
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
