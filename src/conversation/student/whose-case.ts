import type { HandoffCase } from '../../handoff/case.ts';
import { collegeIn } from '../../handoff/college.ts';
import { setCollege } from '../escalation/set-college.ts';
import type { Scope } from '../scope.ts';
import { withRosterCollege } from './roster-college.ts';

/**
 * Somebody's own case is a report from now on: what is asked is asked about the other one, what they answered stays as
 * said of themselves, and their college chooses nobody any more. Null where it is a report already, or closed.
 * @param by who decided it; null where the words did
 */
export async function turnToOther(
  scope: Scope,
  caseId: string,
  by: string | null,
): Promise<HandoffCase | null> {
  const { stores, now, parts } = scope;
  const turned = await stores.reports.turnToOther(caseId, parts.newId(), now);
  if (turned === null) return null;
  await askAnew(scope, caseId);
  // What a person wrote down was meant as they meant it.
  const noted = (await stores.identity.facts(caseId)).find(({ field }) => field === 'college');
  const college = noted?.value ?? null;
  if (turned.college !== college) await setCollege(scope, turned, college);
  await note(scope, caseId, 'about-other', by);
  return { ...turned, college };
}

/** A report is its reporter's own case from now on; null where it is none, or closed. */
export async function turnToSelf(scope: Scope, caseId: string, by: string): Promise<HandoffCase | null> {
  const turned = await scope.stores.reports.turnToSelf(caseId);
  if (turned === null) return null;
  await askAnew(scope, caseId);
  const college = turned.college ?? (await ownCollege(scope, turned));
  if (turned.college !== college) await setCollege(scope, turned, college);
  await note(scope, caseId, 'about-self', by);
  return { ...turned, college };
}

/** As the roster has it, else as they answered before. */
async function ownCollege(scope: Scope, one: HandoffCase): Promise<string | null> {
  const { college } = await withRosterCollege(scope, one);
  if (college !== null) return college;
  const { waiting } = scope.stores;
  const answers = [...(await waiting.before(one.id)), ...(await waiting.ofCase(one.id))];
  const answer = answers.findLast(({ topic }) => topic === 'college')?.answer ?? null;
  return answer === null ? null : collegeIn(scope.centre.escalation, answer);
}

/** A question about the wrong one is taken back, so that it is neither answered nor shown as one that was not. */
async function askAnew({ stores }: Scope, caseId: string): Promise<void> {
  await stores.waiting.takeBack(caseId);
  await stores.waiting.dropUnsent(caseId);
}

async function note(
  { stores, now }: Scope,
  caseId: string,
  kind: 'about-other' | 'about-self',
  staffId: string | null,
): Promise<void> {
  await stores.cases.addEvent(caseId, { kind, staffId, level: null, at: now });
  await stores.tellChange('case');
}
