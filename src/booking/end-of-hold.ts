import { addMs, minutesMs } from '../core/clock.ts';
import type { BookingContext } from './booking-context.ts';
import { HAND_OFF_HOLD_MINUTES, type Slot } from './slot.ts';

/**
 * Longer for a first visit and for whoever is still asked something; in a hand-off at most as long as there is still time
 * to come, and never shorter than any other hold.
 */
export async function endOfHold({ startAt }: Slot, context: BookingContext): Promise<Date> {
  const { settings, store, contactId, urgent, now, isAskedFirst } = context;
  const { holdMinutes, firstVisitHoldMinutes } = settings;
  if (urgent !== true) {
    const longer = !(await store.hasCome(contactId, now)) || (await isAskedFirst?.()) === true;
    return addMs(now, minutesMs(longer ? firstVisitHoldMinutes : holdMinutes));
  }
  const { leastNoticeMinutes, holdMinutes: long = HAND_OFF_HOLD_MINUTES } = settings.urgent;
  const latest = addMs(startAt, -minutesMs(leastNoticeMinutes));
  const least = addMs(now, minutesMs(Math.min(holdMinutes, long)));
  const end = new Date(Math.min(addMs(now, minutesMs(long)).getTime(), latest.getTime()));
  return end > least ? end : least;
}
