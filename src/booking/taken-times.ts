import { addMs, minutesMs } from '../core/clock.ts';
import type { OpenDay, OpenedSlot, SlotQuestion } from './compute-slots.ts';
import { groupBy } from './group-by.ts';
import type { Opening, TimeRange } from './slot.ts';

type OfStaff = TimeRange & { readonly staffId: string };

/**
 * Tells whether a slot is taken: its counsellor is away, somebody has the counsellor, the room or the student then, or
 * the counsellor's session before or after comes nearer than either of the two rules lets it.
 */
export function findTaken(question: SlotQuestion, days: readonly OpenDay[]): (slot: OpenedSlot) => boolean {
  const away = groupBy(question.away, (time) => time.staffId);
  const busy = groupBy(question.busy, (time) => time.staffId);
  // Without buffers these are none: the sessions themselves count below.
  const guarded = groupBy(guardSessions(busy, days), (time) => time.staffId);
  const ofRoom = groupBy(question.busy, (time) => time.roomId);
  return (slot) =>
    hits(away.get(slot.staffId), slot) ||
    hits(guarded.get(slot.staffId), slot) ||
    hits(busy.get(slot.staffId), withBuffers(slot, slot.rule)) ||
    (slot.roomId !== null && hits(ofRoom.get(slot.roomId), slot)) ||
    hits(question.ownBusy, slot);
}

/** Each session with the buffers of the rule in whose hours it begins; what begins in none has none. */
function guardSessions(busy: ReadonlyMap<string, readonly OfStaff[]>, days: readonly OpenDay[]): OfStaff[] {
  const guarded: OfStaff[] = [];
  for (const { day, rules } of days) {
    for (const rule of rules) {
      if (rule.bufferBeforeMinutes === 0 && rule.bufferAfterMinutes === 0) continue;
      const hours = { startAt: day.momentAt(rule.fromMinute), endAt: day.momentAt(rule.toMinute) };
      for (const session of busy.get(rule.staffId) ?? []) {
        if (session.startAt < hours.startAt || session.startAt >= hours.endAt) continue;
        guarded.push({ staffId: rule.staffId, ...withBuffers(session, rule) });
      }
    }
  }
  return guarded;
}

const withBuffers = ({ startAt, endAt }: TimeRange, rule: Opening): TimeRange => ({
  startAt: addMs(startAt, -minutesMs(rule.bufferBeforeMinutes)),
  endAt: addMs(endAt, minutesMs(rule.bufferAfterMinutes)),
});

const hits = (ranges: readonly TimeRange[] | undefined, slot: TimeRange): boolean =>
  ranges?.some((range) => range.startAt < slot.endAt && slot.startAt < range.endAt) ?? false;
