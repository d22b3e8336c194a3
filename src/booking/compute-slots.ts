import { addMs, minutesMs } from '../core/clock.ts';
import { groupBy } from './group-by.ts';
import { type LocalDay, localDaysBetween } from './local-day.ts';
import type { Opening, Slot, TimeRange } from './slot.ts';

/** A time at which a counsellor takes no appointments although a rule opens it. */
export type AwayTime = TimeRange & { readonly staffId: string };

/** A time at which a counsellor and a room are taken. */
export type BusyTime = TimeRange & { readonly staffId: string; readonly roomId: string };

export type SlotQuestion = {
  readonly rules: readonly Opening[];
  readonly away: readonly AwayTime[];
  readonly busy: readonly BusyTime[];
  /** When the student who asks is elsewhere already, with whomever. */
  readonly ownBusy: readonly TimeRange[];
  /** Slots that start from here on ... */
  readonly from: Date;
  /** ... and before here. */
  readonly to: Date;
  readonly now: Date;
  /** A slot that starts sooner than this is not offered any more. */
  readonly leastNoticeMinutes: number;
};

const names = new Intl.Collator('zh-Hans-CN', { numeric: true });

/**
 * The free slots, by start and then by counsellor. Two slots of one counsellor never overlap, even where rules do:
 * the one that starts first stays. A rest at the end of a rule that is shorter than a session is no slot.
 */
export function computeSlots(question: SlotQuestion): Slot[] {
  const earliest = addMs(question.now, minutesMs(question.leastNoticeMinutes));
  const isTaken = takenTimes(question);
  const free = localDaysBetween(question.from, question.to)
    .flatMap((day) => slotsOfDay(day, question))
    .filter((slot) => slot.startAt >= earliest && !isTaken(slot));
  return dropOverlaps(free.sort(compareSlots));
}

function slotsOfDay(day: LocalDay, { rules, from, to }: SlotQuestion): Slot[] {
  const slots: Slot[] = [];
  for (const rule of rules) {
    if (rule.weekday !== day.weekday || !isValidOn(rule, day.date)) continue;
    const { staffId, counsellor, roomId, room, sessionMinutes } = rule;
    const last = rule.toMinute - sessionMinutes;
    for (let minute = rule.fromMinute; minute <= last; minute += sessionMinutes) {
      const startAt = day.momentAt(minute);
      if (startAt < from || startAt >= to) continue;
      const endAt = day.momentAt(minute + sessionMinutes);
      slots.push({ staffId, counsellor, roomId, room, startAt, endAt });
    }
  }
  return slots;
}

const isValidOn = (rule: Opening, date: string): boolean =>
  rule.validFrom <= date && (rule.validTo === null || date <= rule.validTo);

function takenTimes(question: SlotQuestion): (slot: Slot) => boolean {
  const ofStaff = groupBy([...question.away, ...question.busy], (time) => time.staffId);
  const ofRoom = groupBy(question.busy, (time) => time.roomId);
  return (slot) => {
    const times = [ofStaff.get(slot.staffId), ofRoom.get(slot.roomId), question.ownBusy];
    return times.some((ranges) => ranges?.some((range) => overlaps(range, slot)));
  };
}

const overlaps = (one: TimeRange, other: TimeRange): boolean =>
  one.startAt < other.endAt && other.startAt < one.endAt;

function compareSlots(one: Slot, other: Slot): number {
  return (
    one.startAt.getTime() - other.startAt.getTime() ||
    names.compare(one.counsellor, other.counsellor) ||
    names.compare(one.room, other.room) ||
    (one.staffId < other.staffId ? -1 : 1)
  );
}

function dropOverlaps(sorted: readonly Slot[]): Slot[] {
  const busyUntil = new Map<string, Date>();
  return sorted.filter((slot) => {
    const until = busyUntil.get(slot.staffId);
    if (until !== undefined && slot.startAt < until) return false;
    busyUntil.set(slot.staffId, slot.endAt);
    return true;
  });
}
