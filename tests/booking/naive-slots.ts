import type { SlotQuestion } from '../../src/booking/compute-slots.ts';
import type { Opening } from '../../src/booking/slot.ts';

const MINUTE = 60_000;
const DAY = 1_440;
/** China has one time and no summer: the oracle counts minutes and knows no zones. */
const SHANGHAI = 8 * 60;

/** Minutes of the wall clock in Shanghai since 1970. */
const wallOf = (at: Date): number => at.getTime() / MINUTE + SHANGHAI;
const dayOf = (wall: number): number => Math.floor(wall / DAY);
/** 1970 began on a Thursday. */
const weekdayOf = (day: number): number => ((((day + 3) % 7) + 7) % 7) + 1;
const mondayOf = (day: number): number => day - (weekdayOf(day) - 1);
const dateOf = (day: number): string => new Date(day * DAY * MINUTE).toISOString().slice(0, 10);

/** As minutes of the wall clock. */
export type NaiveSlot = {
  readonly staffId: string;
  readonly roomId: string | null;
  readonly start: number;
  readonly end: number;
};

type Found = NaiveSlot & { readonly rule: Opening; readonly day: number };

const meets = (aStart: number, aEnd: number, bStart: number, bEnd: number): boolean =>
  aStart < bEnd && bStart < aEnd;

function planOf({ calendar }: SlotQuestion, day: number): number | null {
  const date = dateOf(day);
  for (const makeUp of calendar.makeUpDays) if (makeUp.date === date) return makeUp.as;
  for (const holiday of calendar.holidays) if (holiday.from <= date && date <= holiday.to) return null;
  return weekdayOf(day);
}

function weekOf({ calendar }: SlotQuestion, on: number): number | null {
  let day = on;
  for (const makeUp of calendar.makeUpDays)
    if (makeUp.date === dateOf(on) && makeUp.for !== undefined) day = Date.parse(makeUp.for) / MINUTE / DAY;
  const date = dateOf(day);
  for (const term of calendar.terms) {
    if (date < term.from || date > term.to) continue;
    const first = mondayOf(Date.parse(term.from) / MINUTE / DAY);
    return (mondayOf(day) - first) / 7 + 1;
  }
  return null;
}

function isOpen(question: SlotQuestion, rule: Opening, day: number): boolean {
  const date = dateOf(day);
  if (date < rule.validFrom) return false;
  if (rule.validTo !== null && date > rule.validTo) return false;
  if (rule.extra) return true;
  if (planOf(question, day) !== rule.weekday) return false;
  const { weeks } = rule;
  if (weeks.kind === 'all') return true;
  const week = weekOf(question, day);
  if (week === null) return false;
  if (weeks.kind === 'odd') return week % 2 === 1;
  if (weeks.kind === 'even') return week % 2 === 0;
  return weeks.kind === 'list' ? weeks.list.includes(week) : true;
}

function isRoomClosed(
  question: SlotQuestion,
  { roomId, extra }: Opening,
  day: number,
  from: number,
  to: number,
): boolean {
  const hours = question.roomHours.filter((one) => one.roomId === roomId);
  if (extra || roomId === null || hours.length === 0) return false;
  const weekday = planOf(question, day) ?? weekdayOf(day);
  for (const one of hours)
    if (one.weekday === weekday && one.fromMinute <= from && to <= one.toMinute) return false;
  return true;
}

function isTaken(
  question: SlotQuestion,
  days: readonly number[],
  { staffId, roomId, start, end, rule }: Found,
): boolean {
  const { bufferBeforeMinutes: before, bufferAfterMinutes: after } = rule;
  for (const away of question.away)
    if (away.staffId === staffId && meets(start, end, wallOf(away.startAt), wallOf(away.endAt))) return true;
  for (const own of question.ownBusy)
    if (meets(start, end, wallOf(own.startAt), wallOf(own.endAt))) return true;
  for (const busy of question.busy) {
    const [from, to] = [wallOf(busy.startAt), wallOf(busy.endAt)];
    if (roomId !== null && busy.roomId === roomId && meets(start, end, from, to)) return true;
    if (busy.staffId !== staffId) continue;
    if (meets(start - before, end + after, from, to)) return true;
    for (const day of days)
      for (const other of question.rules) {
        if (other.staffId !== staffId || !isOpen(question, other, day)) continue;
        const begins = day * DAY + other.fromMinute;
        if (from < begins || from >= day * DAY + other.toMinute) continue;
        if (meets(start, end, from - other.bufferBeforeMinutes, to + other.bufferAfterMinutes)) return true;
      }
  }
  return false;
}

function isFull({ busy, capsOf, urgentKept }: SlotQuestion, { staffId, day, rule }: Found): boolean {
  if (urgentKept === null && rule.heldBack === 'urgent') return false;
  const caps = capsOf(staffId);
  const days = busy.filter((one) => one.staffId === staffId).map((one) => dayOf(wallOf(one.startAt)));
  const onDay = days.filter((one) => one === day).length;
  const inWeek = days.filter((one) => mondayOf(one) === mondayOf(day)).length;
  return (caps.daily !== null && onDay >= caps.daily) || (caps.weekly !== null && inWeek >= caps.weekly);
}

/** Free slots of a day that hand-offs may have, less those that the day has to keep. */
function keepBack(question: SlotQuestion, found: readonly Found[], day: number): Found[] {
  const { urgentKept, rules, busy } = question;
  const ofDay = found.filter((one) => one.day === day);
  if (urgentKept === null) return ofDay;
  const kept = rules.filter((rule) => rule.heldBack === 'urgent' && isOpen(question, rule, day));
  const used = busy.filter(
    (one) =>
      one.urgent &&
      kept.some(
        (rule) =>
          rule.staffId === one.staffId &&
          day * DAY + rule.fromMinute <= wallOf(one.startAt) &&
          wallOf(one.endAt) <= day * DAY + rule.toMinute,
      ),
  ).length;
  const shown = [...ofDay];
  for (let left = Math.max(0, urgentKept - used); left > 0; left -= 1) {
    const last = shown.findLastIndex((one) => one.rule.heldBack === 'urgent');
    if (last < 0) break;
    shown.splice(last, 1);
  }
  return shown;
}

/** What {@link computeSlots} must answer, asked minute by minute and looking at everything each time. */
export function naiveSlots(question: SlotQuestion): NaiveSlot[] {
  const [from, to] = [wallOf(question.from), wallOf(question.to)];
  const earliest = wallOf(question.now) + question.leastNoticeMinutes;
  const days: number[] = [];
  for (let day = dayOf(from); day * DAY < to; day += 1) days.push(day);
  const found: Found[] = [];
  for (let minute = from; minute < to; minute += 1) {
    const day = dayOf(minute);
    const begin: Found[] = [];
    for (const rule of question.rules) {
      const { staffId, roomId, sessionMinutes, bufferBeforeMinutes, bufferAfterMinutes } = rule;
      const step = sessionMinutes + Math.max(bufferBeforeMinutes, bufferAfterMinutes);
      const inRule = minute - day * DAY - rule.fromMinute;
      if (inRule < 0 || inRule % step !== 0) continue;
      const end = minute + sessionMinutes;
      const one = { staffId, roomId, start: minute, end, rule, day };
      const opens =
        end <= day * DAY + rule.toMinute &&
        minute >= earliest &&
        isOpen(question, rule, day) &&
        !isRoomClosed(question, rule, day, minute - day * DAY, end - day * DAY) &&
        !isTaken(question, days, one) &&
        !isFull(question, one);
      if (opens) begin.push(one);
    }
    const key = ({ rule }: Found) => `${rule.counsellor} ${rule.room ?? '线上'}`;
    begin.sort((a, b) => (key(a) < key(b) ? -1 : Number(key(a) > key(b))));
    for (const one of begin)
      if (
        !found.some(
          (other) => other.staffId === one.staffId && meets(one.start, one.end, other.start, other.end),
        )
      )
        found.push(one);
  }
  return days
    .flatMap((day) => keepBack(question, found, day))
    .map(({ staffId, roomId, start, end }) => ({ staffId, roomId, start, end }));
}

export const naiveOf = (slot: {
  readonly staffId: string;
  readonly roomId: string | null;
  readonly startAt: Date;
  readonly endAt: Date;
}): NaiveSlot => ({
  staffId: slot.staffId,
  roomId: slot.roomId,
  start: wallOf(slot.startAt),
  end: wallOf(slot.endAt),
});
