import type { Actor, Resource } from './can.ts';
import type { Action, Purpose } from './role-table.ts';

/** What was done or tried; ids only, never words or names. */
export type AuditEntry = {
  readonly actor: string;
  readonly action:
    | Action
    | 'session.begin'
    | 'session.end'
    | 'consent.record'
    | 'rule.add'
    | 'rule.change'
    | 'rule.switch-on'
    | 'rule.switch-off'
    | 'rule.delete'
    | 'rule.propose'
    | 'rule.approve'
    | 'rule.refuse'
    | 'rule.withdraw'
    | 'case.open'
    | 'case.resume'
    | 'address.activate'
    | 'address.join'
    | 'address.unjoin'
    | 'retention.delete';
  readonly resource: string;
  readonly purpose: Purpose;
  readonly allowed: boolean;
};

export type AuditVerification =
  | { readonly ok: true; readonly chained: number; readonly waiting: number; readonly head: string }
  | { readonly ok: false; readonly code: 'changed' | 'missing'; readonly seq: number };

export interface AuditLog {
  record(entry: AuditEntry, now: Date): Promise<void>;
}

/** The one writer of the chain. */
export interface AuditChain {
  /** Links entries that are not yet linked; answers how many. */
  extend(limit: number): Promise<number>;
  verify(): Promise<AuditVerification>;
}

export function nameActor(actor: Actor): string {
  switch (actor.kind) {
    case 'staff':
      return `staff:${actor.staffId}`;
    case 'student':
      return `contact:${actor.contactId}`;
    case 'visitor':
      return 'visitor';
  }
}

export function nameResource(resource: Resource): string {
  switch (resource.kind) {
    case 'case':
    case 'media':
      return `${resource.kind}:${resource.id}`;
    case 'register':
      return resource.id === undefined ? 'register' : `register:${resource.id}`;
    case 'session':
    case 'referral':
      return resource.id === undefined ? resource.kind : `${resource.kind}:${resource.id}`;
    case 'intake':
      return resource.id === undefined ? 'intake' : `intake:${resource.id}`;
    case 'own':
      return `contact:${resource.contactId}`;
    case 'activities':
      return resource.id === undefined ? 'activities' : `activity:${resource.id}`;
    case 'campaigns':
      return resource.id === undefined ? 'campaigns' : `campaign:${resource.id}`;
    default:
      return resource.kind;
  }
}
