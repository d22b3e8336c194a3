import type { HandoffCase } from '../../../handoff/case.ts';
import type { Scope } from '../../scope.ts';
import { nameOfStaff, tellColleague } from './case-work.ts';

/** Where somebody stands in the talk with a student; the owner is the first. */
export async function placeOf({ stores }: Scope, one: HandoffCase, staffId: string): Promise<number> {
  if (one.ownerId === staffId) return 1;
  const members = (await stores.teams.members([one.id])).get(one.id) ?? [];
  return members.find((member) => member.staffId === staffId)?.place ?? 1;
}

/** Those beside the owner. */
export async function besideOwner({ stores }: Scope, one: HandoffCase): Promise<string[]> {
  const members = (await stores.teams.members([one.id])).get(one.id) ?? [];
  return members.map(({ staffId }) => staffId).filter((staffId) => staffId !== one.ownerId);
}

/** What one of several said to the student, for the others of the case. */
export async function tellTeam(
  scope: Scope,
  one: HandoffCase,
  authorId: string,
  text: string,
  key: string,
): Promise<void> {
  if (!scope.centre.relayByMessenger) return;
  const beside = await besideOwner(scope, one);
  if (beside.length === 0) return;
  const others = [...(one.ownerId === null ? [] : [one.ownerId]), ...beside].filter((id) => id !== authorId);
  const name = await nameOfStaff(scope, authorId);
  for (const staffId of others) {
    await tellColleague(scope, staffId, key, one.id, (texts) => ({
      text: texts('team.said', { number: one.number, name, text }),
    }));
  }
}

/** Cases in which somebody talks: their own and those in which they stand beside the owner. */
export async function talkingCases({ stores }: Scope, staffId: string): Promise<HandoffCase[]> {
  const owned = await stores.cases.ownedBy(staffId);
  const ids = (await stores.teams.casesOf(staffId)).filter((id) => !owned.some((one) => one.id === id));
  const beside: HandoffCase[] = [];
  for (const id of ids) {
    const one = await stores.cases.byId(id);
    if (one !== null) beside.push(one);
  }
  return [...owned, ...beside];
}
