import type { OpenDay, OpenedSlot, SlotQuestion } from './compute-slots.ts';
import { groupBy } from './group-by.ts';

/**
 * Leaves out the urgent slots that a day still has to keep for hand-offs: so many as `urgentKept` says less those that
 * were taken, the last ones of the day first, since the early ones pass soonest.
 */
export function holdBack(
  slots: readonly OpenedSlot[],
  days: readonly OpenDay[],
  { urgentKept, busy }: Pick<SlotQuestion, 'urgentKept' | 'busy'>,
): readonly OpenedSlot[] {
  if (urgentKept === null) return slots;
  const urgent = groupBy(
    slots.filter(({ rule }) => rule.heldBack === 'urgent'),
    ({ date }) => date,
  );
  if (urgent.size === 0) return slots;
  const kept = new Set<OpenedSlot>();
  for (const { day, rules } of days) {
    const free = urgent.get(day.date) ?? [];
    if (free.length === 0) continue;
    const used = countUrgent({ day, rules }, busy);
    const keep = Math.max(0, urgentKept - used);
    for (const slot of free.slice(Math.max(0, free.length - keep))) kept.add(slot);
  }
  return slots.filter((slot) => !kept.has(slot));
}

/** Sessions of the day that were booked in hours which are kept for hand-offs. */
function countUrgent({ day, rules }: OpenDay, busy: SlotQuestion['busy']): number {
  const hours = rules
    .filter((rule) => rule.heldBack === 'urgent')
    .map(({ staffId, fromMinute, toMinute }) => ({
      staffId,
      startAt: day.momentAt(fromMinute),
      endAt: day.momentAt(toMinute),
    }));
  return busy.filter((session) =>
    hours.some(
      (one) =>
        one.staffId === session.staffId && one.startAt <= session.startAt && session.endAt <= one.endAt,
    ),
  ).length;
}
