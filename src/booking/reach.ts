/** Where in time somebody may book: what the rules about missed appointments and about a term leave open. */
import { addMs } from '../core/clock.ts';
import type { BookingContext } from './booking-context.ts';
import { countedTime, type Freedom, isNearOnly, isTermOver } from './decide-standing.ts';
import { bookableTime, fittingSlots, readStanding } from './free-slots.ts';
import type { Slot, TimeRange } from './slot.ts';
import { ANY, type Wish } from './wish.ts';

export type Reach = {
  readonly freedom: Freedom;
  /** From now to the last day that can be booked ... */
  readonly within: TimeRange;
  /** ... and what of it lies in a term of which something is left. */
  readonly open: readonly TimeRange[];
  /** The appointment that is given up, where one is. */
  readonly insteadOf?: string;
};

/** @param insteadOf an appointment that is given up for another one: whoever moves one books none more */
export async function readReach(context: BookingContext, insteadOf?: string): Promise<Reach> {
  const { now, settings } = context;
  if (insteadOf !== undefined) {
    const within = bookableTime(context, 'free');
    return { freedom: 'free', within, open: [within], insteadOf };
  }
  if (context.byStaff === true) {
    const within = bookableTime(context, 'free');
    return { freedom: 'free', within, open: [within] };
  }
  const standing = await readStanding(context);
  const freedom = isNearOnly(standing, settings) ? 'near-only' : 'free';
  const within = bookableTime(context, freedom);
  const open: TimeRange[] = [];
  for (const part of partsOf(within, settings.terms ?? [], now)) {
    const there = part.startAt <= now ? standing : await readStanding(context, part.startAt);
    if (!isTermOver(there, settings)) open.push(part);
  }
  return { freedom: open.length === 0 ? 'term-limit' : freedom, within, open };
}

/** A stretch of time cut where a term begins or ends. */
function partsOf(within: TimeRange, terms: readonly TimeRange[], now: Date): TimeRange[] {
  const parts: TimeRange[] = [];
  for (let startAt = within.startAt; startAt < within.endAt; ) {
    const { endAt: end } = countedTime(terms, startAt, now);
    const endAt = end < within.endAt ? end : within.endAt;
    parts.push({ startAt, endAt });
    startAt = endAt > startAt ? endAt : addMs(startAt, 1);
  }
  return parts;
}

export const isInReach = ({ open }: Pick<Reach, 'open'>, at: Date): boolean =>
  open.some(({ startAt, endAt }) => startAt <= at && at < endAt);

/** The rule that keeps a moment from somebody; null where none does. */
export function heldUpBy(reach: Reach, at: Date): Exclude<Freedom, 'free'> | null {
  if (reach.freedom === 'term-limit') return 'term-limit';
  if (isInReach(reach, at) || at < reach.within.startAt) return null;
  if (at < reach.within.endAt) return 'term-limit';
  return reach.freedom === 'near-only' ? 'near-only' : null;
}

/** What is free for them within their reach, or within a part of it. */
export async function slotsInReach(
  context: BookingContext,
  reach: Reach,
  wish: Wish = ANY,
  within: TimeRange = reach.within,
): Promise<Slot[]> {
  if (reach.open.length === 0) return [];
  const slots = await fittingSlots(context, within, wish, reach.insteadOf);
  return slots.filter(({ startAt }) => isInReach(reach, startAt));
}
