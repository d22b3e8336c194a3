import { fail, ok, type Result } from '../../../core/result.ts';
import type { HandoffCase } from '../../../handoff/case.ts';
import {
  answersOf,
  nextQuestion,
  type ScreenerAnswer,
  type ScreenerQuestion,
} from '../../../handoff/screener.ts';
import type { ScreenerRun } from '../../../handoff/screener-store.ts';
import { contentAt, type Scope } from '../../scope.ts';
import { answerCase } from '../case-actions.ts';
import { noteWork, openWork, type StaffActor } from './case-work.ts';

export type ScreenerStep = { readonly one: HandoffCase; readonly run: ScreenerRun };

/** Begins to ask, or goes on where somebody began. */
export async function startScreener(
  scope: Scope,
  actor: StaffActor,
  caseId: string,
): Promise<Result<ScreenerStep, 'absent'>> {
  const { stores, now, parts } = scope;
  const one = await openWork(scope, actor, 'case.assess', caseId);
  if (one === null) return fail('absent');
  const id = parts.newId();
  const started = await stores.screeners.start({ id, caseId, staffId: actor.staffId, now });
  if (started !== null) {
    await noteWork(scope, one, 'screener-started', actor.staffId);
    return ok({ one, run: started });
  }
  const running = await stores.screeners.running(caseId);
  return running === null ? fail('absent') : ok({ one, run: running });
}

/**
 * Marks what was answered to the question that is asked now; a tap on another one is stale. After the last one the rule's
 * result stands; it changes nothing by itself.
 */
export async function answerScreener(
  scope: Scope,
  actor: StaffActor,
  caseId: string,
  question: ScreenerQuestion,
  answer: ScreenerAnswer,
): Promise<Result<ScreenerStep, 'absent' | 'stale'>> {
  const { stores, now } = scope;
  const one = await openWork(scope, actor, 'case.assess', caseId);
  if (one === null) return fail('absent');
  const before = await stores.screeners.running(caseId);
  if (before === null || nextQuestion(before.answers) !== question) return fail('stale');
  if (!answersOf(question).includes(answer)) return fail('stale');
  const answers = { ...before.answers, [question]: answer };
  const done = nextQuestion(answers) === null;
  const run: ScreenerRun = {
    ...before,
    answers,
    status: done ? 'done' : 'running',
    endedAt: done ? now : null,
  };
  await stores.screeners.save(run);
  if (done) await noteWork(scope, one, 'screener-done', actor.staffId);
  else {
    await stores.watches.sign(caseId, actor.staffId, now);
    await stores.tellChange('case');
  }
  return ok({ one, run });
}

/** What was answered so far stays. */
export async function stopScreener(
  scope: Scope,
  actor: StaffActor,
  caseId: string,
): Promise<Result<ScreenerStep, 'absent' | 'stale'>> {
  const one = await openWork(scope, actor, 'case.assess', caseId);
  if (one === null) return fail('absent');
  const before = await scope.stores.screeners.running(caseId);
  if (before === null) return fail('stale');
  const run: ScreenerRun = { ...before, status: 'stopped', endedAt: scope.now };
  await scope.stores.screeners.save(run);
  await noteWork(scope, one, 'screener-stopped', actor.staffId);
  return ok({ one, run });
}

/** The question goes to the student as the counsellor's words; each question of a run once. */
export async function sendQuestion(
  scope: Scope,
  actor: StaffActor,
  caseId: string,
  question: ScreenerQuestion,
): Promise<Result<ScreenerStep, 'absent' | 'stale'>> {
  const one = await openWork(scope, actor, 'case.assess', caseId);
  if (one === null) return fail('absent');
  const run = await scope.stores.screeners.running(caseId);
  if (run === null || nextQuestion(run.answers) !== question) return fail('stale');
  const { tools } = await contentAt(scope, one.addressId);
  const key = `screener:${run.id}:${question}`;
  const said = await answerCase(scope, actor, caseId, tools(`screener.${question}`), key);
  return said === 'sent' ? ok({ one, run }) : fail('absent');
}
