import { unreachable } from '../core/result.ts';
import type { Relation } from './relation.ts';
import type { Grant } from './role-row.ts';
import { type Action, type Purpose, roleTable } from './role-table.ts';
import type { StaffRole } from './roles.ts';

/** Who acts. The system itself acts only where a rule names it. */
export type Actor =
  | { readonly kind: 'staff'; readonly staffId: string; readonly roles: readonly StaffRole[] }
  | { readonly kind: 'student'; readonly contactId: string }
  | { readonly kind: 'visitor' };

/** What a hand-off looks like to an authorisation rule. */
export type CaseRelation = {
  readonly kind: 'case';
  readonly id: string;
  readonly ownerId: string | null;
  /** Staff who were called for this case and have not been refused it since. */
  readonly pagedStaffIds: readonly string[];
  /** Staff beside the owner; left out for nobody. */
  readonly teamStaffIds?: readonly string[];
  /** Staff who were asked to take it over or to come, and have not answered. */
  readonly askedStaffIds?: readonly string[];
  /** Staff who broke the glass on what is asked for, and whose time is not over; left out for nobody. */
  readonly glassStaffIds?: readonly string[];
  /** Staff who look after the work of the owner now; left out for nobody. */
  readonly supervisorIds?: readonly string[];
  readonly closed: boolean;
};

/** A picture or recording: it is read by whoever may read the words beside which it stands. */
export type MediaRelation = {
  readonly kind: 'media';
  readonly id: string;
  /** Cases whose conversation shows it. */
  readonly shownIn: readonly CaseRelation[];
  /** It waits in the daily review. */
  readonly inReview: boolean;
};

/** Somebody of the register, and the checks that are owed to them. */
export type RegisterRelation = {
  readonly kind: 'register';
  /** One of them; left out for all. */
  readonly id?: string;
  readonly ownerId?: string | null;
};

/** A session, or a referral that grew out of one. */
export type SessionRelation = {
  readonly kind: 'session' | 'referral';
  readonly id?: string;
  readonly counsellorId?: string;
  readonly supervisorIds?: readonly string[];
  /** Staff who look behind the glass of it now; left out for nobody. */
  readonly glassStaffIds?: readonly string[];
};

/** Appointments of one counsellor; left out for all. */
export type AppointmentRelation = { readonly kind: 'appointments'; readonly counsellorId?: string };
/** 初访登记表 of whoever comes to an appointment, whose owner is its counsellor. */
export type IntakeRelation = {
  readonly kind: 'intake';
  /** That of one appointment; left out for all. */
  readonly id?: string;
  readonly ownerId?: string;
  readonly supervisorIds?: readonly string[];
};

export type Resource =
  | SessionRelation
  | { readonly kind: 'sessions' }
  | { readonly kind: 'referrals' }
  | { readonly kind: 'workload' }
  | { readonly kind: 'supervisions' }
  | CaseRelation
  | RegisterRelation
  | { readonly kind: 'crisis-reports' }
  | MediaRelation
  | { readonly kind: 'cases' }
  /** Of one counsellor; left out or null for nobody's or everybody's. */
  | { readonly kind: 'availability'; readonly ownerId?: string | null }
  | { readonly kind: 'waiting-list' }
  | AppointmentRelation
  | { readonly kind: 'roster' }
  | IntakeRelation
  | { readonly kind: 'staff' }
  | { readonly kind: 'rota' }
  | { readonly kind: 'review' }
  | { readonly kind: 'precision' }
  | { readonly kind: 'content' }
  /** One of them, or all. */
  | { readonly kind: 'campaigns'; readonly id?: string }
  /** One of them with whoever leads it, or all. */
  | { readonly kind: 'activities'; readonly id?: string; readonly leaderId?: string }
  /** Everybody's looks behind the glass. */
  | { readonly kind: 'glasses' }
  | { readonly kind: 'rules' }
  | { readonly kind: 'audit' }
  | { readonly kind: 'bots' }
  | { readonly kind: 'notifiers' }
  | { readonly kind: 'drills' }
  | { readonly kind: 'server' }
  | { readonly kind: 'own'; readonly contactId: string }
  | { readonly kind: 'door' };

type StaffActor = Extract<Actor, { kind: 'staff' }>;

/** May this actor do this to this resource for this purpose? The default is no. Pure. */
export function can(actor: Actor, action: Action, resource: Resource, purpose: Purpose): boolean {
  const row = roleTable[action];
  if (row.on !== resource.kind || !row.purposes.includes(purpose)) return false;
  return row.grants.some((grant) => fits(grant, actor, resource));
}

function fits(grant: Grant, actor: Actor, resource: Resource): boolean {
  switch (grant.who) {
    case 'everybody':
      return true;
    case 'student':
      return actor.kind === 'student' && resource.kind === 'own' && resource.contactId === actor.contactId;
    case 'staff':
      return actor.kind === 'staff' && hasRole(actor, grant.roles) && isRelated(actor, grant.when, resource);
    default:
      return unreachable(grant);
  }
}

const hasRole = (actor: StaffActor, roles: readonly StaffRole[] | 'any'): boolean =>
  roles === 'any' ? actor.roles.length > 0 : roles.some((role) => actor.roles.includes(role));

function isRelated(actor: StaffActor, when: Relation, resource: Resource): boolean {
  if (when === 'always') return true;
  if (resource.kind === 'media') {
    if (when === 'in-review') return resource.inReview;
    return resource.shownIn.some((one) => isRelated(actor, when, one));
  }
  if (resource.kind === 'appointments') return when === 'owner' && resource.counsellorId === actor.staffId;
  if (resource.kind === 'intake') return isOfWork(actor, when, resource.ownerId, resource.supervisorIds);
  if (resource.kind === 'register') return when === 'owner' && resource.ownerId === actor.staffId;
  if (resource.kind === 'session' || resource.kind === 'referral') {
    if (when === 'break-glass') return (resource.glassStaffIds ?? []).includes(actor.staffId);
    return isOfWork(actor, when, resource.counsellorId, resource.supervisorIds);
  }
  if (resource.kind === 'activities') return when === 'owner' && resource.leaderId === actor.staffId;
  if (resource.kind === 'availability') return when === 'owner' && resource.ownerId === actor.staffId;
  if (resource.kind !== 'case') return false;
  const paged = resource.pagedStaffIds.includes(actor.staffId);
  switch (when) {
    case 'owner':
      return resource.ownerId === actor.staffId;
    case 'paged':
      return paged;
    case 'team':
      return !resource.closed && (resource.teamStaffIds ?? []).includes(actor.staffId);
    case 'asked':
      return !resource.closed && (resource.askedStaffIds ?? []).includes(actor.staffId);
    case 'break-glass':
      return (resource.glassStaffIds ?? []).includes(actor.staffId);
    case 'called-now':
      return paged && !resource.closed && resource.ownerId === null;
    case 'supervises':
      return (resource.supervisorIds ?? []).includes(actor.staffId);
    case 'in-review':
      return false;
    default:
      return unreachable(when);
  }
}

/** Of the work of a counsellor, which a supervisor may look after. */
function isOfWork(
  actor: StaffActor,
  when: Relation,
  counsellorId: string | undefined,
  supervisorIds: readonly string[] = [],
): boolean {
  if (when === 'owner') return counsellorId === actor.staffId;
  return when === 'supervises' && supervisorIds.includes(actor.staffId);
}
