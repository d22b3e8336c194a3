import type { Relation } from './relation.ts';
import type { Purpose } from './role-table.ts';
import type { StaffRole } from './roles.ts';
import type { SessionPlace } from './session-roles.ts';

/** Who may, standing how. */
export type Grant =
  | { readonly who: 'everybody' }
  | { readonly who: 'student' }
  | { readonly who: 'staff'; readonly roles: readonly StaffRole[] | 'any'; readonly when: Relation };

/** One action of the role table: on what, why, and by whom. */
export type RoleRow = {
  readonly on:
    | 'case'
    | 'media'
    | 'cases'
    | 'register'
    | 'crisis-reports'
    | 'appointments'
    | SessionPlace
    | 'availability'
    | 'waiting-list'
    | 'roster'
    | 'intake'
    | 'staff'
    | 'rota'
    | 'review'
    | 'precision'
    | 'content'
    | 'campaigns'
    | 'activities'
    | 'glasses'
    | 'rules'
    | 'audit'
    | 'bots'
    | 'notifiers'
    | 'drills'
    | 'server'
    | 'own'
    | 'door';
  readonly purposes: readonly Purpose[];
  readonly grants: readonly Grant[];
};

export const staff = (roles: readonly StaffRole[] | 'any', when: Relation = 'always'): Grant => ({
  who: 'staff',
  roles,
  when,
});

export const inOffice = (on: RoleRow['on'], ...grants: readonly Grant[]): RoleRow => ({
  on,
  purposes: ['administration', 'crisis', 'care'],
  grants,
});
