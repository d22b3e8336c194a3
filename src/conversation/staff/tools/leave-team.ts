import { say } from '../../../core/message.ts';
import { fail, ok, type Result } from '../../../core/result.ts';
import type { HandoffCase } from '../../../handoff/case.ts';
import { contentAt, type Scope, utter } from '../../scope.ts';
import { nameOfStaff, noteWork, openWork, type StaffActor, tellColleague } from './case-work.ts';

/** Somebody beside the owner goes. */
export async function leaveTeam(
  scope: Scope,
  actor: StaffActor,
  caseId: string,
): Promise<Result<{ readonly number: number }, 'absent'>> {
  const one = await openWork(scope, actor, 'case.leave', caseId);
  if (one === null || !(await go(scope, one, actor.staffId))) return fail('absent');
  return ok({ number: one.number });
}

/** Their access ends: they stand beside nobody any more, and owner and student know it. */
export async function leaveEveryTeam(scope: Scope, staffId: string): Promise<void> {
  for (const caseId of await scope.stores.teams.casesOf(staffId)) {
    const one = await scope.stores.cases.byId(caseId);
    if (one !== null) await go(scope, one, staffId);
  }
}

async function go(scope: Scope, one: HandoffCase, staffId: string): Promise<boolean> {
  const { stores, now } = scope;
  const caseId = one.id;
  const members = (await stores.teams.members([caseId])).get(caseId) ?? [];
  const place = members.find((member) => member.staffId === staffId)?.place;
  if (place === undefined || !(await stores.teams.leave(caseId, staffId, now))) return false;
  await noteWork(scope, one, 'left-team', staffId);
  const key = `left-team:${caseId}:${staffId}:${now.getTime()}`;
  const name = await nameOfStaff(scope, staffId);
  if (one.ownerId !== null) {
    await tellColleague(scope, one.ownerId, key, caseId, (texts) => ({
      text: texts('invite.left', { number: one.number, name }),
    }));
  }
  const content = await contentAt(scope, one.addressId);
  const message = say(content.tools('student.left', { place }));
  await utter(scope, [{ addressId: one.addressId, lane: 'crisis', dedupeKey: key, caseId, message }]);
  return true;
}
