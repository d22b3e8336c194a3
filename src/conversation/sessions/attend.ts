import type { Actor } from '../../access/can.ts';
import { formatTime } from '../../core/shanghai-time.ts';
import { whenToAsk } from '../../sessions/evaluation.ts';
import { type Attendance, mayCheckIn, maySetAttendance, type Session } from '../../sessions/session.ts';
import type { Scope } from '../scope.ts';
import { evaluationKey } from './answer-evaluation.ts';
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
  } else {
    await stores.evaluations.drop(appointmentId);
    // Put right once more, it is asked after all.
    await stores.outgoing.unsay(session.addressId, evaluationKey(appointmentId));
  }
  await stores.tellChange('appointments');
  return { outcome: 'kept', session };
}

/**
 * `closed`: the counsellor closed this time, and nobody expects them. `missed`: it was noted that they did not come; the
 * counsellor is told that they are there, and alone puts it right.
 */
export type CheckInOutcome = 'kept' | 'already' | 'not-now' | 'closed' | 'missed' | 'absent';

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
  if (session.status === 'booked' && session.closed === true) return 'closed';
  const isMissed = session.status === 'no-show';
  if (session.checkedInAt !== null && !isMissed) return 'already';
  if (!mayCheckIn(session, now)) return 'not-now';
  const isFirst = await stores.sessions.checkIn(session.appointmentId, by, now);
  if (isFirst) await stores.tellChange('appointments');
  if (isMissed) {
    await tellOfMissed(scope, session, by);
    return 'missed';
  }
  if (!isFirst) return 'already';
  // Whoever it is stays out of a message that lies open on a telephone.
  if (by !== session.staffId)
    await tellCounsellor(scope, session.staffId, `checked-in:${session.appointmentId}`, (texts) => ({
      text: texts('session.checkedIn', { time: formatTime(session.startAt) }),
    }));
  return 'kept';
}

/** Once: whoever noted 没来 hears that they are there, and how to put it right. */
async function tellOfMissed(
  scope: Scope,
  { staffId, appointmentId, startAt }: Session,
  by: string | null,
): Promise<void> {
  if (by === staffId) return;
  await tellCounsellor(scope, staffId, `here-after-all:${appointmentId}`, (texts) => ({
    text: texts('session.hereAfterAll', { time: formatTime(startAt) }),
    choices: [{ id: `came.${appointmentId}`, label: texts('session.came') }],
  }));
}
