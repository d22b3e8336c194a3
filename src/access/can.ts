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
  readonly closed: boolean;
};

export type Resource =
  | CaseRelation
  | { readonly kind: 'cases' }
  | { readonly kind: 'appointments' }
  | { readonly kind: 'staff' }
  | { readonly kind: 'rota' }
  | { readonly kind: 'review' }
  | { readonly kind: 'content' }
  | { readonly kind: 'audit' }
  | { readonly kind: 'own'; readonly contactId: string }
  | { readonly kind: 'door' };

export type Action =
  /** That a case exists: number, level, waiting time, owner. */
  | 'case.see'
  /** The words of a case. */
  | 'case.read'
  | 'case.acknowledge'
  | 'case.answer'
  | 'case.close'
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
  | 'content.see'
  | 'content.change'
  | 'audit.verify'
  | 'own.use'
  | 'door.use';

/** Why somebody reads; kept in the audit row. */
export type Purpose = 'crisis' | 'care' | 'administration' | 'own' | 'public';

type StaffActor = Extract<Actor, { kind: 'staff' }>;

const has = (actor: StaffActor, ...roles: readonly StaffRole[]): boolean =>
  roles.some((role) => actor.roles.includes(role));

const isOwner = (actor: StaffActor, resource: CaseRelation): boolean => resource.ownerId === actor.staffId;
const isPaged = (actor: StaffActor, resource: CaseRelation): boolean =>
  resource.pagedStaffIds.includes(actor.staffId);

/** May this actor do this to this resource for this purpose? The default is no. Pure. */
export function can(actor: Actor, action: Action, resource: Resource, purpose: Purpose): boolean {
  if (resource.kind === 'door') return action === 'door.use' && purpose === 'public';
  if (actor.kind === 'visitor') return false;
  if (actor.kind === 'student') {
    return action === 'own.use' && resource.kind === 'own' && resource.contactId === actor.contactId;
  }
  if (resource.kind === 'case') return canWithCase(actor, action, resource, purpose);
  return canWithCentre(actor, action, resource);
}

/**
 * A case belongs to those who were called for it now and to the one who took it. Whoever was called may read and
 * take it, an administrator too: they are called only when nobody else can be, and then somebody must answer.
 */
function canWithCase(actor: StaffActor, action: Action, resource: CaseRelation, purpose: Purpose): boolean {
  if (purpose !== 'crisis' && purpose !== 'care') return false;
  const called = isPaged(actor, resource) && !resource.closed && resource.ownerId === null;
  switch (action) {
    case 'case.see':
      return (
        isOwner(actor, resource) ||
        isPaged(actor, resource) ||
        has(actor, 'counsellor', 'centre-head', 'supervisor')
      );
    case 'case.read':
      return isOwner(actor, resource) || (called && has(actor, 'counsellor'));
    case 'case.acknowledge':
      return called || (!resource.closed && has(actor, 'counsellor'));
    case 'case.answer':
    case 'case.close':
      return isOwner(actor, resource);
    default:
      return false;
  }
}

function canWithCentre(actor: StaffActor, action: Action, resource: Resource): boolean {
  switch (action) {
    case 'cases.list':
      return resource.kind === 'cases';
    case 'appointments.list':
      return resource.kind === 'appointments' && has(actor, 'counsellor', 'centre-head', 'staff');
    case 'staff.list':
      return resource.kind === 'staff' && has(actor, 'administrator', 'centre-head');
    case 'staff.add':
    case 'staff.link':
    case 'staff.revoke':
      return resource.kind === 'staff' && has(actor, 'administrator');
    case 'rota.see':
      return resource.kind === 'rota';
    case 'rota.change':
      return resource.kind === 'rota' && has(actor, 'administrator', 'centre-head');
    case 'review.read':
    case 'review.mark':
      return resource.kind === 'review' && has(actor, 'counsellor');
    case 'content.see':
    case 'content.change':
      return resource.kind === 'content' && has(actor, 'administrator', 'centre-head');
    case 'audit.verify':
      return resource.kind === 'audit' && has(actor, 'centre-head', 'administrator');
    default:
      return false;
  }
}
