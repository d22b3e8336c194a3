import { answerBookingRequest } from '../../booking/answer-booking-request.ts';
import type { OfferedSlot } from '../../booking/booking-request.ts';
import type { OfferedTime } from '../../booking/change-offer.ts';
import { bookableTime, readLimit } from '../../booking/free-slots.ts';
import { localDateOf, startOfLocalDay } from '../../booking/local-day.ts';
import { offerSlot } from '../../booking/offered.ts';
import { readReach, slotsInReach } from '../../booking/reach.ts';
import { parseSlotId, type Slot } from '../../booking/slot.ts';
import { sayRoom } from '../../core/place.ts';
import type { Scope } from '../scope.ts';

/** Of one student, in place of which appointment. */
export type Place = {
  readonly appointmentId: string;
  readonly contactId: string;
  readonly addressId: string;
  readonly startAt: Date;
};

/** As many as one message offers. */
export const MOST_TIMES = 5;
/** Of the same counsellor, who knows the student, before others. */
const MOST_OF_SAME = 2;
/** Days with anything free that are looked at for one message ... */
const MOST_DAYS = 7;
/** ... and for staff, who choose among all that can be booked. */
export const ALL_DAYS = Number.POSITIVE_INFINITY;

/** The rules of booking as they are for this student, who gives the old time up. */
function contextOf({ stores, parts, centre, now }: Scope, { contactId, addressId, startAt }: Place) {
  const { appointments } = stores;
  const isOld = (one: { contactId: string; startAt: Date }): boolean =>
    one.contactId === contactId && one.startAt.getTime() === startAt.getTime();
  return {
    store: {
      ...appointments,
      busy: async (...asked: Parameters<typeof appointments.busy>) =>
        (await appointments.busy(...asked)).filter((one) => !isOld(one)),
    },
    ids: { next: parts.newId },
    settings: centre.booking,
    contactId,
    addressId,
    joinedLater: false,
    now,
  };
}

/** How many appointments this student may have ahead at the same time. */
export const limitFor = (scope: Scope, place: Place): Promise<number> => readLimit(contextOf(scope, place));

async function slotsOn(scope: Scope, place: Place, date: string): Promise<readonly OfferedSlot[]> {
  const request = { ask: 'times', date, insteadOf: place.appointmentId } as const;
  const answer = await answerBookingRequest(request, contextOf(scope, place));
  return answer.of === 'times' ? answer.slots : [];
}

const toTime = ({ id, startAt, endAt, counsellor, ...place }: OfferedSlot): OfferedTime => ({
  slot: id,
  startAt,
  endAt,
  counsellor,
  room: sayRoom(place),
});

/** What is free from a moment on, by start, without the time that is given up; at most so many days of it. */
export async function freeTimes(
  scope: Scope,
  place: Place,
  from: Date,
  mostDays: number = MOST_DAYS,
): Promise<OfferedTime[]> {
  const context = contextOf(scope, place);
  const slots = await slotsInReach(context, await readReach(context, place.appointmentId));
  const found: OfferedTime[] = [];
  let days = 0;
  let dayEnds = from;
  for (const slot of slots.filter(({ startAt }) => startAt >= from)) {
    if (slot.startAt >= dayEnds) {
      if (days === mostDays) break;
      days += 1;
      dayEnds = startOfLocalDay(slot.startAt, 1);
    }
    found.push(toTime(offerSlot(slot)));
  }
  return found;
}

/** The last date that can be booked now, where the old time lies behind it; null where it does not. */
export function reachBefore(scope: Scope, place: Place): string | null {
  const { endAt } = bookableTime(contextOf(scope, place), 'free');
  return place.startAt < endAt ? null : localDateOf(new Date(endAt.getTime() - 1));
}

/** A few of them: some of the same counsellor, then whatever comes first. */
export function pickTimes(times: readonly OfferedTime[], staffId: string, except: Date): OfferedTime[] {
  const isSame = ({ slot }: OfferedTime): boolean => parseSlotId(slot)?.staffId === staffId;
  const others = times.filter((one) => !(isSame(one) && one.startAt.getTime() === except.getTime()));
  const same = others.filter(isSame).slice(0, MOST_OF_SAME);
  const picked = [...same, ...others.filter((one) => !same.includes(one))].slice(0, MOST_TIMES);
  return picked.sort((a, b) => a.startAt.getTime() - b.startAt.getTime());
}

/** The slot behind a time that was shown, if it is free now; null when it is gone. */
export async function findFree(scope: Scope, place: Place, time: OfferedTime): Promise<Slot | null> {
  const key = parseSlotId(time.slot);
  const slots = await slotsOn(scope, place, localDateOf(time.startAt));
  const free = slots.find(({ id }) => id === time.slot);
  return key === null || free === undefined ? null : { ...free, ...key };
}
