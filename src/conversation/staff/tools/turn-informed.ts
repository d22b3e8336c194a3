import { addMs, minutesMs } from '../../../core/clock.ts';
import type { HandoffCase } from '../../../handoff/case.ts';
import {
  GROUNDS,
  type Ground,
  LONGEST_DETAIL,
  PARTIES,
  type Party,
} from '../../../handoff/closing/closing.ts';
import { AGO_MINUTES, minuteOf, momentOf } from '../../../handoff/closing/closing-code.ts';
import {
  encodeInformed,
  type InformedStep,
  readInformedStep,
  readParty,
} from '../../../handoff/closing/informed-code.ts';
import { sayAgo, sayInformed } from '../closing/ask-closing.ts';
import { noteInformed, readInformed } from '../closing/note-informed.ts';
import { isLastReported } from '../closing/times-of-case.ts';
import { openWork } from './case-work.ts';
import { isLapsed, keepWork, readWork } from './staff-work.ts';
import { consoleLink, type ToolTurn, toolTexts } from './tool-turn.ts';
import { cancelChoice } from './turn-note.ts';

const staffTexts = ({ scope, language }: ToolTurn) => scope.centre.contents[language].staff;

const choice = (one: HandoffCase, step: InformedStep, label: string) => ({
  id: `tool.${one.id}.in:${encodeInformed(step)}`,
  label,
});

/** /告知: whom somebody has informed about a case, on what ground and when, step by step. The last step alone writes. */
export async function beginInformed(turn: ToolTurn, one: HandoffCase, typed: string): Promise<void> {
  if (!(await mayInform(turn, one))) return sayNotYours(turn, one);
  const { party, detail } = readParty(typed);
  if (detail !== '' && !turn.scope.centre.relayByMessenger) return sayConsoleOnly(turn, one);
  return goOn(turn, one, party, detail);
}

/** One button of it. */
export async function stepInformed(turn: ToolTurn, one: HandoffCase, code: string): Promise<void> {
  const step = readInformedStep(code);
  if (step === null) return turn.answer(toolTexts(turn)('tool.stale'));
  if (!(await mayInform(turn, one))) return sayNotYours(turn, one);
  const detail = detailOf(turn, one);
  const { ground, minute } = step;
  if (ground !== null && minute !== null)
    return note(turn, one, { party: step.party, ground, minute }, step.detailed, detail);
  if (step.detailed && detail === '') return turn.answer(toolTexts(turn)('informed.lapsed'));
  if (step.party === 'other' && !step.detailed) return askDetail(turn, one);
  return ground === null ? askGround(turn, one, step) : askWhen(turn, one, step);
}

/** What was asked for of whom no button names. */
export async function takeInformedDetail(turn: ToolTurn, caseId: string, text: string): Promise<void> {
  const one = await turn.scope.stores.cases.byId(caseId);
  const work = readWork(turn);
  await keepWork(turn, null);
  if (one === null || !(await mayInform(turn, one))) return turn.answer(toolTexts(turn)('tool.lost'));
  const { party, detail } = readParty(text);
  const asked = work?.kind === 'informed' && work.asks === 'other' ? 'other' : null;
  return goOn(turn, one, party ?? asked, detail);
}

async function goOn(turn: ToolTurn, one: HandoffCase, party: Party | null, detail: string): Promise<void> {
  if (detail.length > LONGEST_DETAIL) return askShorter(turn, one);
  if (party === 'other' && detail === '') return askDetail(turn, one);
  if (detail !== '') await keepWork(turn, { kind: 'informed', caseId: one.id, detail, asks: null });
  if (party === null) return askParty(turn, one, detail);
  return askGround(turn, one, { party, detailed: detail !== '', ground: null, minute: null });
}

const mayInform = async (turn: ToolTurn, one: HandoffCase): Promise<boolean> =>
  (await openWork(turn.scope, turn.actor, 'case.inform', one.id)) !== null;

const sayNotYours = (turn: ToolTurn, { number }: HandoffCase): Promise<void> =>
  turn.answer(toolTexts(turn)('tool.notYours', { number }));

const sayConsoleOnly = (turn: ToolTurn, one: HandoffCase): Promise<void> =>
  turn.answer(toolTexts(turn)('tool.consoleOnly', { link: `${consoleLink(turn, one.id)}/informed` }));

/** What they wrote of it a moment ago; empty for nothing. */
function detailOf(turn: ToolTurn, one: HandoffCase): string {
  const work = isLapsed(turn) ? null : readWork(turn);
  return work?.kind === 'informed' && work.caseId === one.id ? work.detail : '';
}

async function askParty(turn: ToolTurn, one: HandoffCase, detail: string): Promise<void> {
  const texts = staffTexts(turn);
  const known = sayInformed(turn, texts, await readInformed(turn.scope.stores, one.id));
  const asked = toolTexts(turn)('informed.ask', {
    number: one.number,
    link: `${consoleLink(turn, one.id)}/informed`,
  });
  const choices = PARTIES.map((party) =>
    choice(
      one,
      { party, detailed: detail !== '', ground: null, minute: null },
      texts(`close.party.${party}`),
    ),
  );
  await turn.answer([...known, asked].join('\n'), [...choices, cancelChoice(turn, one.id)]);
}

/** The next words are that, and are said to nobody. */
async function askDetail(turn: ToolTurn, one: HandoffCase): Promise<void> {
  if (!turn.scope.centre.relayByMessenger) return sayConsoleOnly(turn, one);
  await keepWork(turn, { kind: 'informed', caseId: one.id, detail: '', asks: 'other' });
  await turn.answer(toolTexts(turn)('informed.askWhom', { number: one.number }), [
    cancelChoice(turn, one.id),
  ]);
}

async function askShorter(turn: ToolTurn, one: HandoffCase): Promise<void> {
  await keepWork(turn, { kind: 'informed', caseId: one.id, detail: '', asks: 'any' });
  await turn.answer(toolTexts(turn)('informed.tooLong', { longest: LONGEST_DETAIL }), [
    cancelChoice(turn, one.id),
  ]);
}

async function askGround(turn: ToolTurn, one: HandoffCase, step: InformedStep): Promise<void> {
  const texts = staffTexts(turn);
  const asked = texts('close.ground.ask', { party: texts(`close.party.${step.party}`) });
  const choices = GROUNDS.map((ground) => choice(one, { ...step, ground }, texts(`close.ground.${ground}`)));
  await turn.answer(`#${one.number} ${asked}`, [...choices, cancelChoice(turn, one.id)]);
}

async function askWhen(turn: ToolTurn, one: HandoffCase, step: InformedStep): Promise<void> {
  const texts = staffTexts(turn);
  const times = AGO_MINUTES.map((minutes) => {
    const at = addMs(turn.scope.now, -minutesMs(minutes));
    return choice(one, { ...step, minute: minuteOf(at) }, sayAgo(texts, minutes, at));
  });
  const asked = texts('close.when.ask', { party: texts(`close.party.${step.party}`) });
  await turn.answer(`#${one.number} ${asked}`, [...times, cancelChoice(turn, one.id)]);
}

type Chosen = { readonly party: Party; readonly ground: Ground; readonly minute: number };

async function note(
  turn: ToolTurn,
  one: HandoffCase,
  { party, ground, minute }: Chosen,
  detailed: boolean,
  detail: string,
): Promise<void> {
  const { scope, actor } = turn;
  const texts = toolTexts(turn);
  const informed = { party, ground, at: momentOf(minute, scope.now), staffId: actor.staffId, detail };
  // The same button twice, by a slow line or a finger, is one record.
  const again = (await readInformed(scope.stores, one.id)).some(
    (row) =>
      row.party === party &&
      row.ground === ground &&
      row.staffId === actor.staffId &&
      row.at.getTime() === informed.at.getTime() &&
      (detail === '' || row.detail === detail),
  );
  if (again) return turn.answer(texts('informed.already', { number: one.number }));
  // What they had written of it is gone: half of a record is not kept in its place.
  if (detailed && detail === '') return turn.answer(texts('informed.lapsed'));
  const noted = await noteInformed(scope, actor, one.id, informed, scope.parts.newId());
  if (!noted.ok) return sayNotYours(turn, one);
  await keepWork(turn, null);
  const issued = await isLastReported(scope, one);
  const lines = [
    texts('informed.noted', { number: one.number }),
    ...sayInformed(turn, staffTexts(turn), [informed]),
    ...(detail === '' ? [] : [texts('informed.detail', { detail })]),
    ...(issued ? [texts('informed.afterReport', { link: `${consoleLink(turn, one.id)}/report` })] : []),
  ];
  await turn.answer(lines.join('\n'));
}
