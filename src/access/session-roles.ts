/** Who may do what around sessions (咨询): a part of the role table. */
import type { Grant, RoleRow } from './role-row.ts';
import type { StaffRole } from './roles.ts';

export type SessionAction =
  /** One's own sessions, those of whom one supervises; times alone at the booking desk. */
  | 'sessions.list'
  | 'session.see'
  /** Saying that somebody is there; whether somebody came. */
  | 'session.check-in'
  | 'session.attend'
  /** The record (咨询记录): writing it, reading it. */
  | 'session.record'
  | 'session.read-record'
  /** Offering the next time, or several; ending them. */
  | 'session.plan'
  /** Calling for a crisis out of a record. */
  | 'session.raise'
  /** 转介. */
  | 'session.refer'
  | 'referrals.list'
  /** That there is one: whose work, where to, how it stands. What it says: why, with which papers, what came of it. */
  | 'referral.see'
  | 'referral.read'
  /** Looking at what it says without the right to, for a written reason. */
  | 'referral.break-glass'
  | 'referral.change'
  | 'referral.decide'
  /** 转介机构: where somebody may be referred to. */
  | 'referral-places.change'
  /** 工作量: one's own, of whom one supervises, all. */
  | 'workload.see'
  | 'supervisions.see'
  | 'supervisions.change';

export type SessionPlace = 'sessions' | 'session' | 'referrals' | 'referral' | 'workload' | 'supervisions';

const always = (...roles: readonly StaffRole[]): Grant => ({ who: 'staff', roles, when: 'always' });
const OWNER: Grant = { who: 'staff', roles: 'any', when: 'owner' };
const SUPERVISOR: Grant = { who: 'staff', roles: ['supervisor'], when: 'supervises' };

const onSession = (...grants: readonly Grant[]): RoleRow => ({ on: 'session', purposes: ['care'], grants });
const onReferral = (...grants: readonly Grant[]): RoleRow => ({ on: 'referral', purposes: ['care'], grants });
const inOffice = (on: RoleRow['on'], ...roles: readonly StaffRole[]): RoleRow => ({
  on,
  purposes: ['administration', 'care'],
  grants: [always(...roles)],
});

export const sessionRoles: Readonly<Record<SessionAction, RoleRow>> = {
  'sessions.list': inOffice('sessions', 'counsellor', 'supervisor', 'staff'),
  'session.see': onSession(OWNER, SUPERVISOR),
  'session.check-in': onSession(OWNER, always('staff')),
  'session.attend': onSession(OWNER),
  'session.record': onSession(OWNER),
  'session.read-record': onSession(OWNER, SUPERVISOR),
  'session.plan': onSession(OWNER),
  'session.raise': onSession(OWNER),
  'session.refer': onSession(OWNER),
  // The list holds only what each may open.
  'referrals.list': inOffice('referrals', 'counsellor', 'supervisor', 'centre-head'),
  'referral.see': onReferral(OWNER, SUPERVISOR, always('centre-head')),
  'referral.read': onReferral(OWNER, SUPERVISOR, {
    who: 'staff',
    roles: ['centre-head'],
    when: 'break-glass',
  }),
  'referral.break-glass': onReferral(always('centre-head')),
  'referral.change': onReferral(OWNER),
  'referral.decide': onReferral(always('centre-head')),
  // Names and telephones of hospitals, and nobody's referral.
  'referral-places.change': inOffice('referrals', 'centre-head', 'administrator'),
  'workload.see': inOffice('workload', 'counsellor', 'supervisor', 'centre-head'),
  'supervisions.see': inOffice('supervisions', 'centre-head'),
  'supervisions.change': inOffice('supervisions', 'centre-head'),
};
