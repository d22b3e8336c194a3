import type { HandoffCase } from '../../../handoff/case.ts';
import { type CaseTime, caseTimes } from '../../../handoff/closing/case-times.ts';
import type { Scope } from '../../scope.ts';

export const timesOf = async (
  { stores }: Scope,
  one: HandoffCase,
): Promise<readonly [CaseTime, ...CaseTime[]]> => caseTimes(one, await stores.returns.ofCase(one.id));

/** Whether the time that runs, or that ended last, has its crisis report. */
export async function isLastReported(scope: Scope, one: HandoffCase): Promise<boolean> {
  const last = (await timesOf(scope, one)).at(-1)?.resumptionId ?? null;
  const issued = await scope.stores.crisisReports.issuedOf(one.id);
  return issued.some(({ resumptionId }) => resumptionId === last);
}
