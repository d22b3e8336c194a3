/** Who may do what, as data: read by `can()`, printed by `xinqiao roles`, walked by a test over every route. */
import { type CaseAction, caseRoles } from './case-roles.ts';
import { inOffice, type RoleRow, staff } from './role-row.ts';
import type { StaffRole } from './roles.ts';
import { type RotaAction, rotaRoles } from './rota-roles.ts';
import { type SessionAction, sessionRoles } from './session-roles.ts';

export type Action =
  | CaseAction
  /** The drill that calls one, and the plan; planning, beginning, ending; who took how long. */
  | 'drill.see'
  | 'drill.take'
  | 'drill.plan'
  | 'drill.results'
  | 'cases.list'
  | 'appointments.list'
  | SessionAction
  /** When counsellors can be booked: one's own hours, or all of them; changing them; rooms and files for all. */
  | 'availability.see'
  | 'availability.change'
  | 'availability.arrange'
  /** Who waits for a time, without names; who goes first; ending somebody's waiting. */
  | 'waiting-list.see'
  | 'waiting-list.urgent'
  | 'waiting-list.remove'
  /** The address under which one's own calendar can be read. */
  | 'calendar-feed.own'
  /** The page of other times that were offered: how many there are, for the centre heads. */
  | 'appointments.changes'
  /** One by one: which other times were offered and what came of it. */
  | 'appointments.see-changes'
  /** Who has to be phoned about an appointment: name, number and telephone, where they are known. */
  | 'appointments.reach'
  /** The page on which staff book for a student: who it is, by a code that the student gave them ... */
  | 'appointments.desk'
  /** ... or by the student number, with the name of the roster. */
  | 'appointments.find'
  /** Booking a time of a counsellor's for a student who asked for it. */
  | 'appointments.book'
  /** Offering a student another time, calling an appointment off for a cause. */
  | 'appointments.change'
  /** Closing a counsellor's day, which tells everybody whom it meets; whoever sees none of them is told how many. */
  | 'appointments.close-day'
  /** How many appointments lie in somebody's leave. */
  | 'appointments.count'
  /** 名册: importing it. */
  | 'roster.import'
  /** 身份核对: handing over a code to somebody who is there; deciding about a number that is bound elsewhere. */
  | 'identity.check'
  | 'identity.rebind'
  /** 初访登记表: whose there are, of which each sees their own; one of them. */
  | 'intake.list'
  | 'intake.read'
  | 'staff.list'
  | 'staff.add'
  | 'staff.link'
  | 'staff.revoke'
  | RotaAction
  /** How often alarms were right, rule by rule: figures without words. */
  | 'precision.see'
  /** Sentences that may leave the program, with their students' written consent. */
  | 'precision.release'
  | 'content.see'
  | 'content.change'
  /** Title, text, audience as rounded numbers, progress; never who. */
  | 'campaign.see'
  | 'campaign.write'
  | 'campaign.send'
  | 'campaign.cancel'
  /** Screening rules of the centre: which there are, beside the shipped ones; running a pasted text through them. */
  | 'rules.see'
  | 'rules.test'
  /** Adding and changing; what weakens a grave rule is only proposed. */
  | 'rules.change'
  /** Agreeing to, or refusing, what somebody else proposed. */
  | 'rules.approve'
  /** 团体辅导, 讲座, 家长课堂: what there is and how many come; writing, opening, cancelling. */
  | 'activity.see'
  | 'activity.write'
  /** Who signed up, by name or number; what they answered; taking one or not. */
  | 'activity.sign-ups'
  | 'activity.answers'
  | 'activity.decide'
  /** Noting who came. */
  | 'activity.attend'
  | 'audit.verify'
  /** How much is deleted at the end of its time within a year: figures. */
  | 'retention.see'
  /** Lending a bot its account. */
  | 'bots.sign-in'
  /** Which notifiers there are and how they are; sending something by one that is no page. */
  | 'notifiers.see'
  | 'notifiers.test'
  /** The command line: whoever may use the server may run it, and no role of the program may. */
  | 'operator.run'
  /** One's own sign-in: leaving, banners, the state of the program. */
  | 'session.use'
  | 'own.use'
  | 'door.use';

/** Why somebody reads; kept in the audit row. */
export type Purpose = 'crisis' | 'care' | 'administration' | 'own' | 'public';

/** A counsellor's own; the booking desk changes everybody's. */
const onAppointments = inOffice('appointments', staff(['counsellor'], 'owner'), staff(['staff']));

/** Whoever hears what students say knows the words; an administrator may write them, and not decide about them alone. */
const KNOWS_WORDS: readonly StaffRole[] = ['counsellor', 'supervisor', 'centre-head'];
const WRITES_RULES: readonly StaffRole[] = [...KNOWS_WORDS, 'administrator'];
/** Times and rooms, and nobody's name: the booking desk, and those who answer for the centre or run the program. */
const ARRANGES_HOURS: readonly StaffRole[] = ['centre-head', 'administrator', 'staff'];

export const roleTable: Readonly<Record<Action, RoleRow>> = {
  ...caseRoles,
  'cases.list': inOffice('cases', staff('any')),
  // A counsellor's list holds only their own; the booking desk's all times and rooms.
  'appointments.list': inOffice('appointments', staff(['counsellor', 'staff'])),
  ...sessionRoles,
  // A counsellor's page holds only their own hours.
  'availability.see': inOffice('availability', staff(['counsellor', ...ARRANGES_HOURS])),
  'availability.change': inOffice('availability', staff(['counsellor'], 'owner'), staff(ARRANGES_HOURS)),
  'availability.arrange': inOffice('availability', staff(ARRANGES_HOURS)),
  // That somebody waits says that they look for counselling: nobody's name is shown to anybody.
  'waiting-list.see': inOffice('waiting-list', staff(['counsellor', 'staff', 'centre-head'])),
  'waiting-list.urgent': inOffice('waiting-list', staff(['counsellor', 'centre-head'])),
  'waiting-list.remove': inOffice('waiting-list', staff(['staff', 'centre-head'])),
  'calendar-feed.own': inOffice('appointments', staff(['counsellor'])),
  'appointments.changes': inOffice('appointments', staff(['counsellor', 'staff', 'centre-head'])),
  'appointments.see-changes': onAppointments,
  'appointments.reach': onAppointments,
  // A student who phones or stands there: everybody's times at the desk, a counsellor's own. Who has a number is for the desk.
  'appointments.desk': inOffice('appointments', staff(['counsellor', 'staff'])),
  'appointments.find': inOffice('appointments', staff(['staff'])),
  'appointments.book': onAppointments,
  'appointments.change': onAppointments,
  // Centre heads close a day by its figure alone; administrators learn nothing of appointments.
  'appointments.close-day': inOffice('appointments', ...onAppointments.grants, staff(['centre-head'])),
  'appointments.count': inOffice('appointments', ...onAppointments.grants, staff(['centre-head'])),
  // An administrator brings the roster in and reads nothing of it.
  'roster.import': inOffice('roster', staff(['staff', 'centre-head', 'administrator'])),
  'identity.check': inOffice('roster', staff(['staff', 'centre-head'])),
  'identity.rebind': inOffice('roster', staff(['staff', 'centre-head'])),
  'intake.list': inOffice('intake', staff(['counsellor', 'supervisor'])),
  'intake.read': inOffice('intake', staff('any', 'owner'), staff(['supervisor'], 'supervises')),
  'staff.list': inOffice('staff', staff(['administrator', 'centre-head'])),
  'staff.add': inOffice('staff', staff(['administrator'])),
  'staff.link': inOffice('staff', staff(['administrator'])),
  'staff.revoke': inOffice('staff', staff(['administrator'])),
  ...rotaRoles,
  // An alarm seen in a week is a case: only for those who may know of any.
  'precision.see': inOffice('precision', staff(['counsellor', 'supervisor', 'centre-head'])),
  'precision.release': inOffice('precision', staff(['centre-head'])),
  'content.see': inOffice('content', staff(['administrator', 'centre-head'])),
  'content.change': inOffice('content', staff(['administrator', 'centre-head'])),
  'campaign.see': inOffice('campaigns', staff(['staff', 'centre-head'])),
  'campaign.write': inOffice('campaigns', staff(['staff'])),
  'campaign.send': inOffice('campaigns', staff(['staff'])),
  'campaign.cancel': inOffice('campaigns', staff(['staff', 'centre-head'])),
  'activity.see': inOffice(
    'activities',
    staff(['staff', 'counsellor', 'centre-head']),
    staff('any', 'owner'),
  ),
  'activity.write': inOffice('activities', staff(['staff', 'counsellor'])),
  // The desk and whoever leads it; what was answered stays with the leader.
  'activity.sign-ups': inOffice('activities', staff(['staff']), staff('any', 'owner')),
  'activity.answers': inOffice('activities', staff('any', 'owner')),
  'activity.decide': inOffice('activities', staff('any', 'owner')),
  'activity.attend': inOffice('activities', staff(['staff']), staff('any', 'owner')),
  'rules.see': inOffice('rules', staff(WRITES_RULES)),
  'rules.test': inOffice('rules', staff(WRITES_RULES)),
  'rules.change': inOffice('rules', staff(WRITES_RULES)),
  'rules.approve': inOffice('rules', staff(KNOWS_WORDS)),
  'audit.verify': inOffice('audit', staff(['centre-head', 'administrator'])),
  // How many cases there are is for nobody who may know of none.
  'retention.see': inOffice('audit', staff(['centre-head'])),
  'bots.sign-in': inOffice('bots', staff(['administrator'])),
  'notifiers.see': inOffice('notifiers', staff(['administrator'])),
  'notifiers.test': inOffice('notifiers', staff(['administrator'])),
  // Everybody sees the drill that calls them, and nothing of others.
  'drill.see': inOffice('drills', staff('any')),
  'drill.take': inOffice('drills', staff('any')),
  'drill.plan': inOffice('drills', staff(['centre-head', 'administrator'])),
  'drill.results': inOffice('drills', staff(['centre-head'])),
  'session.use': inOffice('staff', staff('any')),
  'operator.run': inOffice('server'),
  'own.use': { on: 'own', purposes: ['own'], grants: [{ who: 'student' }] },
  'door.use': { on: 'door', purposes: ['public'], grants: [{ who: 'everybody' }] },
};
