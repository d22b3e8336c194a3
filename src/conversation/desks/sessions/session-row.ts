import { type Actor, can } from '../../../access/can.ts';
import { mayCheckIn, owesAttendance, owesRecord, type Session } from '../../../sessions/session.ts';
import { visitorName } from '../people/visitor-name.ts';
import type { SessionRow } from './session-desk.ts';

type StaffActor = Extract<Actor, { kind: 'staff' }>;

export const owes = (session: Session, now: Date): SessionRow['owes'] =>
  owesAttendance(session, now) ? 'attendance' : owesRecord(session) ? 'record' : null;

/**
 * A session as this person may see it in a list.
 * @param supervised whose work they look after today
 */
export function toRow(
  session: Session,
  actor: StaffActor,
  now: Date,
  supervised: readonly string[],
): SessionRow {
  const { startAt, endAt, counsellor, room, status, checkedInAt, appointmentId: id } = session;
  const supervisorIds = supervised.includes(session.staffId) ? [actor.staffId] : [];
  const relation = { kind: 'session', id, counsellorId: session.staffId, supervisorIds } as const;
  const open = can(actor, 'session.see', relation, 'care');
  const closed = status === 'booked' && session.closed === true;
  return {
    id,
    startAt,
    endAt,
    counsellor,
    room,
    status,
    checkedInAt,
    visitor: open ? visitorName(session.contactId) : null,
    owes: session.staffId === actor.staffId ? owes(session, now) : null,
    closed,
    may: {
      open,
      checkIn:
        checkedInAt === null &&
        !closed &&
        status !== 'no-show' &&
        mayCheckIn(session, now) &&
        can(actor, 'session.check-in', relation, 'care'),
    },
  };
}
