import { nameActor, nameResource } from '../../../access/audit.ts';
import { type Actor, can } from '../../../access/can.ts';
import type { HandoffCase } from '../../../handoff/case.ts';
import { withoutIdentity } from '../../../handoff/closing/crisis-report.ts';
import type { KeptReport } from '../../../handoff/crisis-report-store.ts';
import { audit, type Scope } from '../../scope.ts';
import { relationOf } from '../../staff/case-actions.ts';
import { timesOf } from '../../staff/closing/times-of-case.ts';
import type { IssuedReport } from './crisis-report-desk.ts';

export const openToWriter = (
  scope: Scope,
  actor: Actor,
  caseId: string,
  detail = '',
): Promise<HandoffCase | null> => openReport(scope, actor, caseId, 'case.crisis-report', detail);

const mayWrite = async (scope: Scope, actor: Actor, one: HandoffCase): Promise<boolean> =>
  can(actor, 'case.crisis-report', await relationOf(scope, one), 'crisis');

export type Wanted = { readonly caseId: string; readonly time: number | null };

/** Null where the case has no such time. Whoever may only read has those alone of which something was issued. */
export async function timeOf(scope: Scope, actor: Actor, one: HandoffCase, time: number | null) {
  const numbers = new Map(
    (await scope.stores.crisisReports.issuedOf(one.id)).map(({ resumptionId, number }) => [
      resumptionId,
      number,
    ]),
  );
  const writes = await mayWrite(scope, actor, one);
  const times = (await timesOf(scope, one)).filter(({ resumptionId }) => writes || numbers.has(resumptionId));
  const found = times.find(({ ordinal }) => ordinal === time) ?? (time === null ? times.at(-1) : undefined);
  const listed = times.map(({ ordinal, from, resumptionId }) => ({
    ordinal,
    from,
    number: numbers.get(resumptionId) ?? null,
  }));
  return found === undefined ? null : { time: found, times: listed, writes };
}

/** Null also where nothing was issued. Whoever may only read it learns nothing of who it is about. */
export async function readIssued(scope: Scope, actor: Actor, { caseId, time }: Wanted) {
  const one = await openReport(scope, actor, caseId, 'case.read-crisis-report');
  const found = one === null ? null : await timeOf(scope, actor, one, time);
  if (found === null) return null;
  const { resumptionId } = found.time;
  const kept = await scope.stores.crisisReports.ofTime({ caseId, resumptionId });
  if (kept?.status !== 'issued') return null;
  const issued = await toIssued(scope, kept);
  return { issued: found.writes ? issued : { ...issued, report: withoutIdentity(issued.report) } };
}

async function openReport(
  scope: Scope,
  actor: Actor,
  caseId: string,
  action: 'case.crisis-report' | 'case.read-crisis-report',
  detail = '',
): Promise<HandoffCase | null> {
  const one = await scope.stores.cases.byId(caseId);
  if (one === null) return null;
  const relation = await relationOf(scope, one);
  const allowed = can(actor, action, relation, 'crisis');
  const resource = `${nameResource(relation)}${detail}`;
  const named = { actor: nameActor(actor), resource, purpose: 'crisis' as const };
  await audit(scope, { ...named, action, allowed });
  return allowed ? one : null;
}

async function toIssued(
  { stores }: Scope,
  kept: Extract<KeptReport, { status: 'issued' }>,
): Promise<IssuedReport> {
  const names = new Map((await stores.staff.list()).map(({ id, name }) => [id, name]));
  return {
    report: kept.report,
    hash: kept.hash,
    whole: kept.whole && kept.supplements.every(({ whole }) => whole),
    supplements: kept.supplements.map(({ staffId, ...rest }) => ({
      ...rest,
      staff: names.get(staffId) ?? '',
    })),
  };
}
