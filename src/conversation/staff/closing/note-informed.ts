import { cap, showable } from '../../../core/clean-text.ts';
import { fail, ok, type Result } from '../../../core/result.ts';
import { checkInformed, type Informed, type InformedProblem } from '../../../handoff/closing/closing.ts';
import type { Stores } from '../../ports/stores.ts';
import type { Scope } from '../../scope.ts';
import { permits } from '../case-actions.ts';
import { noteWork, type StaffActor } from '../tools/case-work.ts';

/** Everybody who was informed about a case, earliest first, whether it was noted by itself or with an ending. */
export async function readInformed(
  { closings }: Pick<Stores, 'closings'>,
  caseId: string,
): Promise<readonly Informed[]> {
  const endings = (await closings.ofCase(caseId)).flatMap(({ informed }) => informed);
  return [...(await closings.noted(caseId)), ...endings].sort((a, b) => a.at.getTime() - b.at.getTime());
}

/** Somebody was informed by a person, who says so; the program informs nobody. The same id twice is noted once. */
export async function noteInformed(
  scope: Scope,
  actor: StaffActor,
  caseId: string,
  informed: Informed,
  id: string,
): Promise<Result<null, 'absent' | InformedProblem>> {
  const { stores, now } = scope;
  const one = await stores.cases.byId(caseId);
  if (one === null || !(await permits(scope, actor, 'case.inform', one))) return fail('absent');
  const staffIds = (await stores.staff.list()).map((member) => member.id);
  const [problem] = checkInformed([informed], staffIds, now);
  if (problem !== undefined) return fail(problem);
  const detail = cap(showable(informed.detail)).trim();
  const noted = { ...informed, detail, notedBy: actor.staffId, notedAt: now };
  if (await stores.closings.noteInformed(id, caseId, noted))
    await noteWork(scope, one, 'informed', actor.staffId);
  return ok(null);
}
