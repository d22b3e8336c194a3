import type { Choice } from '../../../core/message.ts';
import {
  answersOf,
  isScreenerAnswer,
  isScreenerQuestion,
  nextQuestion,
  resultOf,
  SCREENER_QUESTIONS,
} from '../../../handoff/screener.ts';
import { answerScreener, type ScreenerStep, sendQuestion, startScreener, stopScreener } from './screener.ts';
import { type ToolTurn, toolTexts } from './tool-turn.ts';

export async function beginScreener(turn: ToolTurn, caseId: string): Promise<void> {
  const texts = toolTexts(turn);
  const begun = await startScreener(turn.scope, turn.actor, caseId);
  if (!begun.ok) return turn.answer(texts('tool.lost'));
  await showQuestion(turn, begun.value, texts('screener.begin', { source: texts('screener.source') }));
}

/** `q3:yes`: another question may be asked meanwhile, by somebody else or after a doubled tap. */
export async function markAnswer(turn: ToolTurn, caseId: string, detail: string): Promise<void> {
  const [question = '', answer = ''] = detail.split(':');
  const texts = toolTexts(turn);
  if (!isScreenerQuestion(question) || !isScreenerAnswer(answer)) return turn.answer(texts('screener.stale'));
  const marked = await answerScreener(turn.scope, turn.actor, caseId, question, answer);
  if (!marked.ok) return turn.answer(texts(marked.code === 'absent' ? 'tool.lost' : 'screener.stale'));
  if (marked.value.run.status === 'running') return showQuestion(turn, marked.value);
  await showResult(turn, marked.value);
}

export async function askStudent(turn: ToolTurn, caseId: string, question: string): Promise<void> {
  const texts = toolTexts(turn);
  if (!isScreenerQuestion(question)) return turn.answer(texts('screener.stale'));
  const sent = await sendQuestion(turn.scope, turn.actor, caseId, question);
  if (!sent.ok) return turn.answer(texts(sent.code === 'absent' ? 'tool.lost' : 'screener.stale'));
  const number = SCREENER_QUESTIONS.indexOf(question) + 1;
  await turn.answer(texts('screener.asked', { number }), answerChoices(turn, sent.value));
}

export async function endScreener(turn: ToolTurn, caseId: string): Promise<void> {
  const texts = toolTexts(turn);
  const stopped = await stopScreener(turn.scope, turn.actor, caseId);
  if (!stopped.ok) return turn.answer(texts(stopped.code === 'absent' ? 'tool.lost' : 'screener.stale'));
  await showResult(turn, stopped.value);
}

async function showQuestion(turn: ToolTurn, step: ScreenerStep, before = ''): Promise<void> {
  const texts = toolTexts(turn);
  const question = nextQuestion(step.run.answers);
  if (question === null) return showResult(turn, step);
  const said = texts('screener.question', {
    number: SCREENER_QUESTIONS.indexOf(question) + 1,
    text: texts(`screener.${question}`),
  });
  await turn.answer(before === '' ? said : `${before}\n\n${said}`, [
    ...answerChoices(turn, step),
    { id: `tool.${step.one.id}.sa:${question}`, label: texts('screener.ask') },
    { id: `tool.${step.one.id}.sx`, label: texts('screener.stop') },
  ]);
}

function answerChoices(turn: ToolTurn, { one, run }: ScreenerStep): Choice[] {
  const texts = toolTexts(turn);
  const question = nextQuestion(run.answers);
  if (question === null) return [];
  return answersOf(question).map((answer) => ({
    id: `tool.${one.id}.s:${question}:${answer}`,
    label: texts(`screener.answer.${answer}`),
  }));
}

/** What the rule says, never to the student; raising stays the counsellor's decision. */
async function showResult(turn: ToolTurn, { one, run }: ScreenerStep): Promise<void> {
  const texts = toolTexts(turn);
  const result = texts(`screener.result.${resultOf(run.answers)}`);
  const { number } = one;
  const source = texts('screener.source');
  const text =
    run.status === 'done'
      ? texts('screener.done', { number, result, source })
      : texts('screener.stopped', { number, result, source });
  const grave = ['moderate', 'high'].includes(resultOf(run.answers));
  const raise =
    grave && one.level !== 'imminent' ? [{ id: `tool.${one.id}.raise`, label: texts('tool.raise') }] : [];
  await turn.answer(text, raise);
}
