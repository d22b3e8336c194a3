import type { Actor } from '../../access/can.ts';
import { formatTime } from '../../core/shanghai-time.ts';
import { whenToAsk } from '../../sessions/evaluation.ts';
import { type Attendance, mayCheckIn, maySetAttendance, type Session } from '../../sessions/session.ts';
import type { Scope } from '../scope.ts';
import { openSession, tellCounsellor } from './open-session.ts';

type StaffActor = Extract<Actor, { kind: 'staff' }>;

export type AttendOutcome =
  | { readonly outcome: 'kept' | 'same' | 'too-early'; readonly session: Session }
  | { readonly outcome: 'absent' };

/** A counsellor says who came. Whoever came is asked once, later, how it was. */
export async function attend(
  scope: Scope,
  actor: StaffActor,
  appointmentId: string,
  attendance: Attendance,
): Promise<AttendOutcome> {
  const session = await openSession(scope, actor, 'session.attend', appointmentId);
  if (session === null) return { outcome: 'absent' };
  if (!maySetAttendance(session, scope.now)) return { outcome: 'too-early', session };
  const { stores, parts, now } = scope;
  const { staffId } = actor;
  const changed = await stores.sessions.setAttendance({
    id: parts.newId(),
    appointmentId,
    attendance,
    staffId,
    now,
  });
  if (!changed) return { outcome: 'same', session };
  const { contactId } = session;
  if (attendance === 'attended') {
    const askAt = whenToAsk(session.endAt, now);
    await stores.evaluations.plan({ appointmentId, contactId, staffId: session.staffId, askAt });
  } else await stores.evaluations.drop(appointmentId);
  await stores.tellChange('appointments');
  return { outcome: 'kept', session };
}

export type CheckInOutcome = 'kept' | 'already' | 'not-now' | 'absent';

/** The booking desk, or the counsellor, says that somebody is there. */
export async function checkInByStaff(
  scope: Scope,
  actor: StaffActor,
  appointmentId: string,
): Promise<CheckInOutcome> {
  const session = await openSession(scope, actor, 'session.check-in', appointmentId);
  return session === null ? 'absent' : checkIn(scope, session, actor.staffId);
}

/** @param by null for the student */
export async function checkIn(
  scope: Scope,
  session: Session,
  by: string | null,
): Promise<Exclude<CheckInOutcome, 'absent'>> {
  const { stores, now } = scope;
  if (session.checkedInAt !== null) return 'already';
  if (session.status === 'no-show' || !mayCheckIn(session, now)) return 'not-now';
  if (!(await stores.sessions.checkIn(session.appointmentId, by, now))) return 'already';
  await stores.tellChange('appointments');
  // Whoever it is stays out of a message that lies open on a telephone.
  if (by !== session.staffId)
    await tellCounsellor(scope, session.staffId, `checked-in:${session.appointmentId}`, (texts) => ({
      text: texts('session.checkedIn', { time: formatTime(session.startAt) }),
    }));
  return 'kept';
}
