import type { HandoffCase } from '../../../handoff/case.ts';
import type { Scope } from '../../scope.ts';
import { nameOfStaff, noteWork, tellColleague } from './case-work.ts';

/**
 * The case went to somebody else, or ended: what its owner had asked is over, and those who were asked hear it, but for
 * whoever has the case now.
 * @param ownerId who has it now; null where it ended
 */
export async function withdrawAsked(
  scope: Scope,
  one: Pick<HandoffCase, 'id' | 'level' | 'number'>,
  ownerId: string | null,
): Promise<void> {
  const { stores, now } = scope;
  for (const { id, kind, fromStaffId, toStaffId } of await stores.teams.withdrawAll(one.id, now)) {
    await noteWork(scope, one, `${kind}-withdrawn`, null, toStaffId);
    if (toStaffId === ownerId) continue;
    const name = await nameOfStaff(scope, fromStaffId);
    await tellColleague(scope, toStaffId, `ended:${id}`, null, (texts) => ({
      text: texts('ask.over', { number: one.number, name }),
    }));
  }
}
