import type { Actor } from '../../../access/can.ts';
import { addMs, daysMs } from '../../../core/clock.ts';
import { localDateOf, localDay } from '../../../handoff/rota/local-day.ts';
import type { Session } from '../../../sessions/session.ts';
import type { Scope } from '../../scope.ts';
import type { EarlierSessions, LookBack, SessionRow } from './session-desk.ts';
import { toRow } from './session-row.ts';

type StaffActor = Extract<Actor, { kind: 'staff' }>;

/** Where no month is asked for. */
const SHOWN_DAYS = 30;
const A_PAGE = 50;
/** Of one visitor; those of before are found by their month. */
const OF_VISITOR = 24;
const BEGINNING = new Date(0);

/** What lies behind: one's own until today, and of those whose work one looks after what took place until now. */
export async function listEarlier(
  { stores, now }: Scope,
  actor: StaffActor,
  supervised: readonly string[],
  { month, page }: LookBack,
): Promise<EarlierSessions> {
  const today = localDay(localDateOf(now)).startsAt;
  const within = (end: Date) => ({
    from: month?.from ?? addMs(end, -daysMs(SHOWN_DAYS)),
    to: month === null || month.to > end ? end : month.to,
    skip: (page - 1) * A_PAGE,
    limit: A_PAGE + 1,
  });
  const own = await stores.sessions.earlier({ whose: [actor.staffId], ...within(today) });
  const theirs = await stores.sessions.earlier({ whose: supervised, attended: true, ...within(now) });
  const rows = (found: readonly Session[]): SessionRow[] =>
    found.slice(0, A_PAGE).map((one) => toRow(one, actor, now, supervised));
  return {
    own: actor.roles.includes('counsellor') || own.length > 0 ? rows(own) : null,
    supervised: actor.roles.includes('supervisor') || theirs.length > 0 ? rows(theirs) : null,
    more: own.length > A_PAGE || theirs.length > A_PAGE,
  };
}

/** For whoever may see this one: it is the same visitor and the same counsellor. */
export async function listOfVisitor(
  { stores, now }: Scope,
  actor: StaffActor,
  { appointmentId, contactId, staffId }: Session,
  supervised: readonly string[],
): Promise<SessionRow[]> {
  const found = await stores.sessions.earlier({
    whose: [staffId],
    contactId,
    // A supervisor sees what took place, here as in the list.
    ...(staffId === actor.staffId ? {} : { attended: true as const }),
    from: BEGINNING,
    to: now,
    skip: 0,
    limit: OF_VISITOR + 1,
  });
  return found
    .filter((one) => one.appointmentId !== appointmentId)
    .slice(0, OF_VISITOR)
    .map((one) => toRow(one, actor, now, supervised));
}
