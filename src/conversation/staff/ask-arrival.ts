import { formatTime } from '../../core/shanghai-time.ts';
import type { CaseEvent, HandoffCase } from '../../handoff/case.ts';
import type { Scope } from '../scope.ts';
import { arrivalChoice } from './hold-choices.ts';
import { tellVoiced } from './tell-voiced.ts';

const ABOUT_ARRIVAL: readonly CaseEvent['kind'][] = ['arrived', 'arrival-withdrawn', 'closed'];

/** When 有人到场 was recorded that counts no more, since the owner changed or an imminent word came. Null where none was. */
export async function arrivalBefore({ stores }: Scope, one: HandoffCase): Promise<Date | null> {
  if (one.status !== 'acknowledged' || one.level !== 'imminent' || one.arrivedAt !== null) return null;
  const last = (await stores.cases.events(one.id)).findLast(({ kind }) => ABOUT_ARRIVAL.includes(kind));
  return last?.kind === 'arrived' ? last.at : null;
}

/** What the one before recorded of who is with the student, the new owner finds out for themselves. */
export async function askArrival(scope: Scope, caseId: string): Promise<void> {
  const one = await scope.stores.cases.byId(caseId);
  const at = one === null ? null : await arrivalBefore(scope, one);
  if (one === null || one.ownerId === null || at === null) return;
  const said = { number: one.number, time: formatTime(at) };
  const key = `arrival:${caseId}:${scope.now.getTime()}`;
  await tellVoiced(
    scope,
    one.ownerId,
    key,
    ({ texts }) => ({ text: texts('watch.arrivedBefore', said), choices: arrivalChoice(texts, one) }),
    caseId,
  );
}
