import type { Scope } from '../../scope.ts';
import { turnToOther, turnToSelf } from '../../student/whose-case.ts';
import { nameOfStaff, openWork, type StaffActor, tellColleague } from './case-work.ts';
import { besideOwner } from './team.ts';

/** Somebody who is not in the chat, or whoever writes. */
export type AboutWhom = 'other' | 'self';

/** `other-case`: whoever writes has another one that is open, and their words can belong to one alone. */
export type AboutOutcome = 'done' | 'already' | 'other-case' | 'absent';

/**
 * Whoever talks with them says whose case it is, and may say it anew: who is asked about, who is put on the register, and
 * whether what they say of themselves opens a case of their own, follow from it.
 */
export async function sayAboutWhom(
  scope: Scope,
  actor: StaffActor,
  caseId: string,
  about: AboutWhom,
): Promise<AboutOutcome> {
  const { stores } = scope;
  const one = await openWork(scope, actor, 'case.about', caseId);
  if (one === null) return 'absent';
  const reporter = await stores.reports.reporterOf(caseId);
  if ((reporter === null) === (about === 'self')) return 'already';
  if (await hasAnother(scope, caseId, reporter ?? one.contactId)) return 'other-case';
  const turned =
    about === 'other'
      ? await turnToOther(scope, caseId, actor.staffId)
      : await turnToSelf(scope, caseId, actor.staffId);
  if (turned === null) return 'already';
  const name = await nameOfStaff(scope, actor.staffId);
  for (const staffId of [
    ...(one.ownerId === null ? [] : [one.ownerId]),
    ...(await besideOwner(scope, one)),
  ]) {
    if (staffId === actor.staffId) continue;
    // It may be changed back within the same second of a clock that stands still.
    const key = `about:${caseId}:${scope.parts.newId()}`;
    await tellColleague(scope, staffId, key, caseId, (texts) => ({
      text: texts(`about.${about}By`, { number: one.number, name }),
    }));
  }
  return 'done';
}

async function hasAnother({ stores }: Scope, caseId: string, speakerId: string): Promise<boolean> {
  const others = [await stores.cases.activeOf(speakerId), ...(await stores.reports.openOf(speakerId))];
  return others.some((other) => other !== null && other.id !== caseId);
}
