import type { RoleRow } from './role-row.ts';
import type { StaffRole } from './roles.ts';

export type RotaAction =
  | 'rota.see'
  /** Who is called for a cry for help, step by step, and by what; read only. */
  | 'rota.policy'
  | 'rota.change'
  /** Asking somebody to take a shift of one's own; answering when one is asked. */
  | 'rota.offer'
  | 'rota.answer';

const onRota = (roles: readonly StaffRole[] | 'any'): RoleRow => ({
  on: 'rota',
  purposes: ['administration', 'crisis', 'care'],
  grants: [{ who: 'staff', roles, when: 'always' }],
});

/** Who may do what with the rota; rows of the role table. */
export const rotaRoles: Readonly<Record<RotaAction, RoleRow>> = {
  'rota.see': onRota('any'),
  // Those who are called, and those who answer for it.
  'rota.policy': onRota(['counsellor', 'supervisor', 'centre-head', 'administrator', 'desk', 'duty-leader']),
  'rota.change': onRota(['administrator', 'centre-head']),
  'rota.offer': onRota('any'),
  'rota.answer': onRota('any'),
};
