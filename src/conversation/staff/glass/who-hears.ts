import type { StaffRole } from '../../../access/roles.ts';
import type { StaffMember } from '../../../people/staff.ts';
import type { Scope } from '../../scope.ts';
import { isReached, type Notice, tellOrNotify } from '../tell-or-notify.ts';

/** Somebody looked without the right to: the centre heads but whoever looked; where none of them is reached, the supervisors. */
export async function tellOfLook(
  scope: Scope,
  lookerId: string,
  key: string,
  notice: Notice,
  compose: Parameters<typeof tellOrNotify>[4],
): Promise<void> {
  const staff = await scope.stores.staff.list();
  for (const role of ['centre-head', 'supervisor'] as const) {
    let reached = false;
    for (const { id } of othersOf(staff, lookerId, role))
      reached = (await tellOrNotify(scope, id, key, notice, compose)) || reached;
    if (reached) return;
  }
}

/** By who looked: whether a centre head but they can hear of it now. A supervisor knows of a look only where none can. */
export async function headsHear(scope: Scope): Promise<(lookerId: string) => boolean> {
  const reached: string[] = [];
  for (const { id } of othersOf(await scope.stores.staff.list(), null, 'centre-head'))
    if (await isReached(scope, id)) reached.push(id);
  return (lookerId) => reached.some((id) => id !== lookerId);
}

/** Of the sample centre's people nobody hears anything. */
const othersOf = (
  staff: readonly StaffMember[],
  lookerId: string | null,
  role: StaffRole,
): readonly StaffMember[] =>
  staff.filter(
    ({ id, sample, disabledAt, roles }) =>
      !sample && disabledAt === null && id !== lookerId && roles.includes(role),
  );
