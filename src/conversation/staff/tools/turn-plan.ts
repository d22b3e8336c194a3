import { showable } from '../../../core/clean-text.ts';
import { headingAt, LONGEST_HEADING, nextHeading, PLAN_HEADINGS } from '../../../handoff/safety-plan.ts';
import type { SafetyPlan } from '../../../handoff/safety-plan-store.ts';
import { contentAt } from '../../scope.ts';
import { answerCase } from '../case-actions.ts';
import { givePlan, readPlan, sayHeadings, writePlan } from './safety-plan.ts';
import { keepWork } from './staff-work.ts';
import { type ToolTurn, toolTexts } from './tool-turn.ts';
import { cancelChoice } from './turn-note.ts';

const MINUTE_MS = 60_000;

/** All six headings as they stand, and what can be done with each. */
export async function showPlanCard(turn: ToolTurn, caseId: string): Promise<void> {
  const texts = toolTexts(turn);
  const read = await readPlan(turn.scope, turn.actor, caseId);
  if (!read.ok) return turn.answer(texts('tool.lost'));
  const { one, plan } = read.value;
  await answerCard(turn, one.id, one.number, plan);
}

async function answerCard(
  turn: ToolTurn,
  caseId: string,
  number: number,
  plan: SafetyPlan | null,
): Promise<void> {
  const texts = toolTexts(turn);
  const body = plan?.body ?? {};
  const state = plan === null ? texts('plan.new') : texts(`plan.${plan.status}`, { version: plan.version });
  const next = nextHeading(body);
  const ask =
    next === null ? [] : [{ id: `tool.${caseId}.pq:${next}`, label: texts('plan.ask', { number: next }) }];
  const give = plan?.status === 'draft' ? [{ id: `tool.${caseId}.pg`, label: texts('plan.give') }] : [];
  await turn.answer(texts('plan.show.staff', { number, state, lines: sayHeadings(texts, body) }), [
    ...PLAN_HEADINGS.map((_, index) => ({
      id: `tool.${caseId}.p:${index + 1}`,
      label: texts('plan.write', { number: index + 1 }),
    })),
    ...ask,
    ...give,
  ]);
}

/** The next words stand under this heading, and are said to nobody. */
export async function askHeading(turn: ToolTurn, caseId: string, number: number): Promise<void> {
  const texts = toolTexts(turn);
  const heading = headingAt(number);
  const read = await readPlan(turn.scope, turn.actor, caseId);
  if (!read.ok) return turn.answer(texts('tool.lost'));
  if (heading === null) return turn.answer(texts('tool.stale'));
  await keepWork(turn, { kind: 'heading', caseId, heading: number });
  const title = texts(`plan.heading.${heading}`);
  await turn.answer(texts('plan.type', { number, title }), [cancelChoice(turn, caseId)]);
}

export async function takeHeading(
  turn: ToolTurn,
  caseId: string,
  number: number,
  text: string,
): Promise<void> {
  const texts = toolTexts(turn);
  const heading = headingAt(number);
  if (heading === null) return turn.answer(texts('tool.stale'));
  const refusal =
    text.length > LONGEST_HEADING
      ? texts('plan.tooLong', { most: LONGEST_HEADING })
      : showable(text).trim() === ''
        ? texts('plan.nothing')
        : null;
  if (refusal !== null) {
    // What is typed anew stands under the same heading, and is not for the student.
    await keepWork(turn, { kind: 'heading', caseId, heading: number });
    return turn.answer(refusal, [cancelChoice(turn, caseId)]);
  }
  const written = await writePlan(turn.scope, turn.actor, caseId, { [heading]: text });
  await keepWork(turn, null);
  if (!written.ok) return turn.answer(texts('tool.lost'));
  await answerCard(turn, caseId, written.value.one.number, written.value.plan);
}

/** The question of a heading goes to the student as the counsellor's words. */
export async function askForHeading(turn: ToolTurn, caseId: string, number: number): Promise<void> {
  const texts = toolTexts(turn);
  const heading = headingAt(number);
  const read = await readPlan(turn.scope, turn.actor, caseId);
  if (!read.ok) return turn.answer(texts('tool.lost'));
  if (heading === null) return turn.answer(texts('tool.stale'));
  const { tools } = await contentAt(turn.scope, read.value.one.addressId);
  const words = tools(`plan.question.${heading}`);
  // A doubled tap asks once.
  const key = `plan-question:${number}:${Math.floor(turn.scope.now.getTime() / MINUTE_MS)}`;
  const said = await answerCase(turn.scope, turn.actor, caseId, words, key);
  if (said !== 'sent') return turn.answer(texts('tool.lost'));
  await turn.answer(texts('plan.asked', { number }), [
    { id: `tool.${caseId}.p:${number}`, label: texts('plan.write', { number }) },
  ]);
}

export async function doGive(turn: ToolTurn, caseId: string): Promise<void> {
  const texts = toolTexts(turn);
  const given = await givePlan(turn.scope, turn.actor, caseId);
  if (given.ok) return turn.answer(texts('plan.givenNow', { version: given.value.plan.version }));
  switch (given.code) {
    case 'absent':
      return turn.answer(texts('tool.lost'));
    case 'empty':
      return turn.answer(texts('plan.empty'));
    case 'given':
      return turn.answer(texts('plan.givenBefore'));
  }
}
