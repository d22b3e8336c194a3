/** Who may do what, as data: read by `can()`, printed by `xinqiao roles`, walked by a test over every route. */
import type { StaffRole } from './roles.ts';

export type Action =
  /** That a case exists: number, level, waiting time, owner. */
  | 'case.see'
  /** The words of a case. */
  | 'case.read'
  /** A picture or recording beside words that one may read. */
  | 'media.read'
  | 'case.acknowledge'
  | 'case.answer'
  | 'case.close'
  /** Saying whether the screening of a student's line was right. */
  | 'case.mark'
  | 'cases.list'
  | 'appointments.list'
  | 'staff.list'
  | 'staff.add'
  | 'staff.link'
  | 'staff.revoke'
  | 'rota.see'
  | 'rota.change'
  | 'review.read'
  | 'review.mark'
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
  | 'audit.verify'
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

/**
 * How a staff member must stand to a case. `called-now`: paged for it while nobody has taken it. `in-review`: it waits
 * to be looked at in the daily review.
 */
export type Relation = 'always' | 'owner' | 'paged' | 'called-now' | 'in-review';

export type Grant =
  | { readonly who: 'everybody' }
  | { readonly who: 'student' }
  | { readonly who: 'staff'; readonly roles: readonly StaffRole[] | 'any'; readonly when: Relation };

export type RoleRow = {
  readonly on:
    | 'case'
    | 'media'
    | 'cases'
    | 'appointments'
    | 'staff'
    | 'rota'
    | 'review'
    | 'precision'
    | 'content'
    | 'campaigns'
    | 'rules'
    | 'audit'
    | 'bots'
    | 'notifiers'
    | 'server'
    | 'own'
    | 'door';
  readonly purposes: readonly Purpose[];
  readonly grants: readonly Grant[];
};

const staff = (roles: readonly StaffRole[] | 'any', when: Relation = 'always'): Grant => ({
  who: 'staff',
  roles,
  when,
});

const onCase = (...grants: readonly Grant[]): RoleRow => ({
  on: 'case',
  purposes: ['crisis', 'care'],
  grants,
});
const inOffice = (on: RoleRow['on'], ...grants: readonly Grant[]): RoleRow => ({
  on,
  purposes: ['administration', 'crisis', 'care'],
  grants,
});

const READS_WORDS: readonly Grant[] = [staff('any', 'owner'), staff(['counsellor'], 'called-now')];
/** Whoever hears what students say knows the words; an administrator may write them, and not decide about them alone. */
const KNOWS_WORDS: readonly StaffRole[] = ['counsellor', 'supervisor', 'centre-head'];
const WRITES_RULES: readonly StaffRole[] = [...KNOWS_WORDS, 'administrator'];
const READS_REVIEW: readonly StaffRole[] = ['counsellor'];

/**
 * A case belongs to those who are called for it and to the one who took it. Whoever is called may take it, an
 * administrator too: they are called only when nobody else can be, and then somebody must answer. A tap that comes
 * twice or too late is allowed too, so that it is told who has the case; taking stays one owner by one update.
 */
export const roleTable: Readonly<Record<Action, RoleRow>> = {
  'case.see': onCase(staff('any', 'owner'), staff('any', 'paged'), staff(['centre-head'])),
  'case.read': onCase(...READS_WORDS),
  'media.read': {
    on: 'media',
    purposes: ['crisis', 'care'],
    grants: [...READS_WORDS, staff(READS_REVIEW, 'in-review')],
  },
  'case.acknowledge': onCase(staff('any', 'owner'), staff('any', 'paged')),
  'case.answer': onCase(staff('any', 'owner')),
  'case.close': onCase(staff('any', 'owner')),
  'case.mark': onCase(...READS_WORDS),
  'cases.list': inOffice('cases', staff('any')),
  // A counsellor's list holds only their own; the booking desk's all times and rooms.
  'appointments.list': inOffice('appointments', staff(['counsellor', 'staff'])),
  'staff.list': inOffice('staff', staff(['administrator', 'centre-head'])),
  'staff.add': inOffice('staff', staff(['administrator'])),
  'staff.link': inOffice('staff', staff(['administrator'])),
  'staff.revoke': inOffice('staff', staff(['administrator'])),
  'rota.see': inOffice('rota', staff('any')),
  'rota.change': inOffice('rota', staff(['administrator', 'centre-head'])),
  'review.read': inOffice('review', staff(READS_REVIEW)),
  'review.mark': inOffice('review', staff(['counsellor'])),
  // An alarm seen in a week is a case: only for those who may know of any.
  'precision.see': inOffice('precision', staff(['counsellor', 'supervisor', 'centre-head'])),
  'precision.release': inOffice('precision', staff(['centre-head'])),
  'content.see': inOffice('content', staff(['administrator', 'centre-head'])),
  'content.change': inOffice('content', staff(['administrator', 'centre-head'])),
  'campaign.see': inOffice('campaigns', staff(['staff', 'centre-head'])),
  'campaign.write': inOffice('campaigns', staff(['staff'])),
  'campaign.send': inOffice('campaigns', staff(['staff'])),
  'campaign.cancel': inOffice('campaigns', staff(['staff', 'centre-head'])),
  'rules.see': inOffice('rules', staff(WRITES_RULES)),
  'rules.test': inOffice('rules', staff(WRITES_RULES)),
  'rules.change': inOffice('rules', staff(WRITES_RULES)),
  'rules.approve': inOffice('rules', staff(KNOWS_WORDS)),
  'audit.verify': inOffice('audit', staff(['centre-head', 'administrator'])),
  'bots.sign-in': inOffice('bots', staff(['administrator'])),
  'notifiers.see': inOffice('notifiers', staff(['administrator'])),
  'notifiers.test': inOffice('notifiers', staff(['administrator'])),
  'session.use': inOffice('staff', staff('any')),
  'operator.run': inOffice('server'),
  'own.use': { on: 'own', purposes: ['own'], grants: [{ who: 'student' }] },
  'door.use': { on: 'door', purposes: ['public'], grants: [{ who: 'everybody' }] },
};
