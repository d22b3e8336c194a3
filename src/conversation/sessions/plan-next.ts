import type { Actor } from '../../access/can.ts';
import { freeSlots, readLimit } from '../../booking/free-slots.ts';
import type { Slot } from '../../booking/slot.ts';
import { factsOf } from '../../core/calendar.ts';
import { addMs, daysMs, hoursMs } from '../../core/clock.ts';
import { sayPlace, sayRoom } from '../../core/place.ts';
import { shanghaiDate } from '../../core/shanghai-time.ts';
import { localDay } from '../../handoff/rota/local-day.ts';
import { notAtNight } from '../../sessions/evaluation.ts';
import { MOST_SESSIONS, type PlannedTime, planSeries } from '../../sessions/series.ts';
import type { Session } from '../../sessions/session.ts';
import { bookingContextOf } from '../booking-context.ts';
import { sayBeside } from '../changes/say-beside.ts';
import { visitorName } from '../desks/people/visitor-name.ts';
import type { OfferOutcome, PlanForm, PlanView } from '../desks/sessions/session-desk.ts';
import type { Scope } from '../scope.ts';
import { askLineFirst } from '../waiting-list/offer-round.ts';
import { saySeries, seriesKey } from './answer-series.ts';
import { openSession } from './open-session.ts';

type StaffActor = Extract<Actor, { kind: 'staff' }>;

/** As far as a counsellor looks for a first time, and an offer stands open. */
const FIRST_WITHIN_MS = daysMs(28);
const OFFER_MS = daysMs(2);
/** An offer ends so long before its first time at the latest. */
const BEFORE_FIRST_MS = hoursMs(1);
const LONGEST_SERIES_MS = daysMs(14 * MOST_SESSIONS);

const freeOf = async (scope: Scope, session: Session, forMs: number): Promise<Slot[]> => {
  const within = { startAt: scope.now, endAt: addMs(scope.now, forMs) };
  const free = await freeSlots(bookingContextOf(scope, session), within);
  return free.filter(({ staffId }) => staffId === session.staffId);
};

async function planOf(scope: Scope, session: Session, form: PlanForm): Promise<PlannedTime<Slot>[]> {
  const first = new Date(form.first);
  if (Number.isNaN(first.getTime()) || !Number.isInteger(form.count) || form.count < 1) return [];
  const until = addMs(scope.now, FIRST_WITHIN_MS);
  if (first <= scope.now || first > until) return [];
  const free = await freeOf(scope, session, FIRST_WITHIN_MS + LONGEST_SERIES_MS);
  return planSeries(free, first, form.everyWeeks, form.count);
}

export async function viewPlan(
  scope: Scope,
  actor: StaffActor,
  id: string,
  form: PlanForm | null,
): Promise<PlanView | null> {
  const session = await openSession(scope, actor, 'session.plan', id);
  if (session === null) return null;
  const free = await freeOf(scope, session, FIRST_WITHIN_MS);
  const planned = form === null ? null : await planOf(scope, session, form);
  const { calendar } = await scope.stores.rota.read(scope.now);
  const why = (at: Date): string => {
    const date = shanghaiDate(at);
    return factsOf(calendar, date, localDay(date).weekday).holiday ?? '没有空的时段';
  };
  return {
    id,
    visitor: visitorName(session.contactId),
    free: free.map((slot) => ({
      startAt: slot.startAt,
      endAt: slot.endAt,
      place: sayPlace(slot, '线上'),
    })),
    planned:
      planned?.map(({ startAt, slot }) => ({
        startAt,
        free: slot !== null,
        why: slot === null ? why(startAt) : null,
      })) ?? null,
  };
}

const placed = ({ startAt, endAt, ...place }: Slot) => ({ startAt, endAt, room: sayRoom(place) });

/** Keeps what of the plan is free, and asks the student: they accept it as a whole or not at all. */
export async function offerPlan(
  scope: Scope,
  actor: StaffActor,
  id: string,
  form: PlanForm,
): Promise<OfferOutcome> {
  const session = await openSession(scope, actor, 'session.plan', id);
  if (session === null) return 'absent';
  const { stores, parts, centre, now } = scope;
  // Conversation first: the order in which a student's turn locks.
  await stores.addresses.lock(session.addressId);
  const slots = (await planOf(scope, session, form)).flatMap(({ slot }) => (slot === null ? [] : [slot]));
  const [first] = slots;
  if (first === undefined) return 'nothing';
  // What goes out is what was looked over.
  if (slots.map(({ startAt }) => startAt.toISOString()).join() !== form.shown.join()) return 'taken';
  const latest = addMs(first.startAt, -BEFORE_FIRST_MS);
  const expiresAt = new Date(Math.min(addMs(notAtNight(now), OFFER_MS).getTime(), latest.getTime()));
  if (expiresAt <= now) return 'nothing';
  const { contactId, addressId, staffId } = session;
  const seriesId = parts.newId();
  await askLineFirst(scope);
  const offered = await stores.series.offer({
    series: { id: seriesId, contactId, addressId, staffId, everyWeeks: form.everyWeeks, expiresAt },
    slots: slots.map((slot) => ({ id: parts.newId(), slot })),
    now,
    upcomingLimit: await readLimit(bookingContextOf(scope, session)),
    caps: centre.booking.caps,
  });
  if (offered.outcome !== 'offered') return offered.outcome;
  await stores.tellChange('appointments');
  await sayBeside(
    scope,
    addressId,
    seriesKey(seriesId),
    (content, language, timeZone) =>
      saySeries(
        content,
        { language, timeZone },
        { id: seriesId, counsellor: session.counsellor, times: slots.map(placed), expiresAt },
      ),
    { yieldsTo: 'case', staleAt: expiresAt },
  );
  return 'offered';
}
