import type { OpenDay, OpenedSlot, SlotQuestion } from './compute-slots.ts';
import { groupBy } from './group-by.ts';

/**
 * The urgent slots that a day still has to keep for hand-offs: so many as `urgentKept` says less those that
 * hand-offs took, the last ones of the day first, since the early ones pass soonest. What others book of the day's
 * urgent slots makes none of the kept ones free.
 */
export function keptBack(
  slots: readonly OpenedSlot[],
  days: readonly OpenDay[],
  { urgentKept, busy }: Pick<SlotQuestion, 'urgentKept' | 'busy'>,
): readonly OpenedSlot[] {
  if (urgentKept === null) return [];
  const urgent = groupBy(
    slots.filter(({ rule }) => rule.heldBack === 'urgent'),
    ({ date }) => date,
  );
  if (urgent.size === 0) return [];
  const kept: OpenedSlot[] = [];
  for (const { day, rules } of days) {
    const free = urgent.get(day.date) ?? [];
    if (free.length === 0) continue;
    const used = countUrgent({ day, rules }, busy);
    const keep = Math.max(0, urgentKept - used);
    kept.push(...free.slice(Math.max(0, free.length - keep)));
  }
  return kept;
}

/** Sessions of the day that hand-offs have in hours which are kept for them. */
function countUrgent({ day, rules }: OpenDay, busy: SlotQuestion['busy']): number {
  const hours = rules
    .filter((rule) => rule.heldBack === 'urgent')
    .map(({ staffId, fromMinute, toMinute }) => ({
      staffId,
      startAt: day.momentAt(fromMinute),
      endAt: day.momentAt(toMinute),
    }));
  return busy.filter(
    (session) =>
      session.urgent === true &&
      hours.some(
        (one) =>
          one.staffId === session.staffId && one.startAt <= session.startAt && session.endAt <= one.endAt,
      ),
  ).length;
}
