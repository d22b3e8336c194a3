import { sayClock, sayMoment } from '../../core/both-times.ts';
import { addMs, hoursMs } from '../../core/clock.ts';
import { addLocalDays, localDateOf, localDay } from '../../handoff/rota/local-day.ts';
import { isUnsettled, mayCheckIn, type Session } from '../../sessions/session.ts';
import { contentOf, reply, type StudentTurn } from '../student/student-scope.ts';
import { checkIn } from './attend.ts';

/** No session lasts longer, in ms. */
const LONGEST_MS = hoursMs(12);

/** 我到了 under an appointment: the counsellor is told, and nothing is decided by it. */
export async function answerVisit(turn: StudentTurn, appointmentId: string): Promise<void> {
  const session = await turn.scope.stores.sessions.find(appointmentId);
  if (session === null || session.contactId !== turn.address.contactId)
    return sayNothing(turn, 'visit.unknown');
  return arrive(turn, session);
}

/** 我到了, typed: of what runs or begins soonest today. */
export async function arriveByWord(turn: StudentTurn): Promise<void> {
  const { stores, now } = turn.scope;
  const { contactId, id: addressId } = turn.address;
  const tomorrow = localDay(addLocalDays(localDateOf(now), 1)).startsAt;
  const found = await stores.sessions.ofVisitor(contactId, addMs(now, -LONGEST_MS), tomorrow);
  // An address that was joined to a person later shows nothing from before.
  const joinedLater = (await stores.continues.joinedAt(addressId)) !== null;
  const ahead = found.filter((one) => one.endAt > now && (!joinedLater || one.addressId === addressId));
  const here = ahead.filter((one) => mayCheckIn(one, now));
  const meant = here.find(isUnsettled) ?? here[0] ?? ahead.find(isUnsettled) ?? ahead[0];
  if (meant !== undefined) return arrive(turn, meant);
  if (joinedLater && (await hasElsewhere(turn)))
    return reply(turn, { text: contentOf(turn).flows('elsewhere.seen'), choices: [] });
  return sayNothing(turn, 'visit.none');
}

/** As 我的预约 has it: whether there is something, and not when. */
async function hasElsewhere({ scope, address }: StudentTurn): Promise<boolean> {
  const upcoming = await scope.stores.appointments.listUpcoming(address.contactId, scope.now);
  return upcoming.some(({ addressId }) => addressId !== address.id);
}

async function arrive(turn: StudentTurn, session: Session): Promise<void> {
  const { tools } = contentOf(turn);
  const { counsellor, startAt } = session;
  const time = sayClock(startAt, turn);
  const outcome = await checkIn(turn.scope, session, null);
  switch (outcome) {
    case 'kept':
      return reply(turn, { text: tools('visit.done', { counsellor, time }), choices: [] });
    case 'missed':
      return reply(turn, { text: tools('visit.missed', { counsellor, time }), choices: [] });
    case 'closed':
      return reply(turn, {
        text: tools('visit.closed', { counsellor, time: sayMoment(startAt, turn) }),
        choices: [],
      });
    case 'already':
      return sayNothing(turn, 'visit.already');
    case 'not-now':
      return sayNothing(turn, 'visit.notNow');
  }
}

const sayNothing = (
  turn: StudentTurn,
  key: 'visit.unknown' | 'visit.none' | 'visit.already' | 'visit.notNow',
): void => reply(turn, { text: contentOf(turn).tools(key), choices: [] });

/** What is typed by whoever has arrived; whoever waits for a person says it to them. */
export const ARRIVALS = { 我到了: arriveByWord, 'i am here': arriveByWord } as const;
export const isArrival = (word: string): boolean => Object.hasOwn(ARRIVALS, word);
