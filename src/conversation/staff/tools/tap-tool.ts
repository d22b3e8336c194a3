import { takeHandNote } from '../hand-note.ts';
import { awaitsWords, isLapsed, keepWork, readWork } from './staff-work.ts';
import { talkingCases } from './team.ts';
import { consoleLink, isTool, type ToolTurn, tapTool, toolTexts } from './tool-turn.ts';
import { TOOL_TAPS } from './tool-words.ts';
import { sayAnother } from './turn-another.ts';
import { editCanned, previewCanned, sayInstead, sendCanned } from './turn-canned.ts';
import { tapColleague } from './turn-colleagues.ts';
import { stepInformed, takeInformedDetail } from './turn-informed.ts';
import { takeNote } from './turn-note.ts';
import { askForHeading, askHeading, doGive, takeHeading } from './turn-plan.ts';
import { doRaise } from './turn-raise.ts';
import { askStudent, endScreener, markAnswer } from './turn-screener.ts';
import { tapSlot } from './turn-slot.ts';

/** These hold also where the centre keeps the talk out of messengers. */
const WITHOUT_WORDS: readonly string[] = ['t', 'i', 'up', 'sl', 'an', 'in'];

/** 不用了 holds for whatever waits for words, though the case has gone. */
const CANCEL = 'x';

/** A button of a tool: what it does stands behind the case, as `verb` or `verb:argument`. */
export async function doToolTap(turn: ToolTurn, caseId: string, detail: string): Promise<void> {
  const texts = toolTexts(turn);
  const one = await turn.scope.stores.cases.byId(caseId);
  if (one === null) return turn.answer(texts('tool.stale'));
  const { number } = one;
  if (detail === CANCEL) {
    await keepWork(turn, null);
    return turn.answer(texts('tool.cancelled', { number }));
  }
  const mine = one.ownerId === turn.actor.staffId || (await isBeside(turn, caseId));
  if (!mine || one.status === 'closed') return turn.answer(texts('tool.notYours', { number }));
  if (isTool(detail)) return tapTool(turn, one, detail);
  const at = detail.indexOf(':');
  const typed = at < 0 ? detail : detail.slice(0, at);
  const verb = TOOL_TAPS.find((tap) => tap === typed);
  const argument = at < 0 ? '' : detail.slice(at + 1);
  if (!turn.scope.centre.relayByMessenger && verb !== undefined && !WITHOUT_WORDS.includes(verb)) {
    return turn.answer(texts('tool.consoleOnly', { link: consoleLink(turn, caseId) }));
  }
  switch (verb) {
    case 't':
      return tapColleague(turn, one, 'transfer', argument);
    case 'i':
      return tapColleague(turn, one, 'invite', argument);
    case 'up':
      return doRaise(turn, one);
    case 'c':
      return previewCanned(turn, one, argument);
    case 'cs':
      return sendCanned(turn, one, argument);
    case 'ce':
      return editCanned(turn, one, argument);
    case 's':
      return markAnswer(turn, caseId, argument);
    case 'sa':
      return askStudent(turn, caseId, argument);
    case 'sx':
      return endScreener(turn, caseId);
    case 'p':
      return askHeading(turn, caseId, Number(argument));
    case 'pq':
      return askForHeading(turn, caseId, Number(argument));
    case 'pg':
      return doGive(turn, caseId);
    case 'an':
      return sayAnother(turn, one, Number(argument));
    case 'in':
      return stepInformed(turn, one, argument);
    case 'sl':
      return tapSlot(turn, caseId, argument);
    case 'x':
    case undefined:
      return turn.answer(texts('tool.stale'));
  }
}

async function isBeside({ scope, actor }: ToolTurn, caseId: string): Promise<boolean> {
  return (await scope.stores.teams.casesOf(actor.staffId)).includes(caseId);
}

/**
 * What was begun for one case ends with a tap that names another one in which they talk: what they write next may be for
 * that one. A tool whose case was asked for is the tap that it waits for.
 */
export async function dropOtherWork(turn: ToolTurn, caseId: string, detail: string): Promise<void> {
  const work = readWork(turn);
  if (work === null) return;
  if (work.kind === 'which' ? work.tool === detail : work.caseId === caseId) return;
  const cases = await talkingCases(turn.scope, turn.actor.staffId);
  if (cases.some(({ id }) => id === caseId)) await keepWork(turn, null);
}

/**
 * The next words, where a tool waits for them. `lapsed`: it was begun too long ago; they are not written anywhere, and may
 * not be meant for a student either.
 */
export async function takeAwaited(turn: ToolTurn, text: string): Promise<'taken' | 'lapsed' | 'none'> {
  const work = readWork(turn);
  if (work?.kind === 'which') {
    await keepWork(turn, null);
    return 'none';
  }
  if (work === null || !awaitsWords(work)) return 'none';
  if (isLapsed(turn)) {
    await keepWork(turn, null);
    return 'lapsed';
  }
  switch (work.kind) {
    case 'canned':
      await sayInstead(turn, work.caseId, text);
      return 'taken';
    case 'note':
      await takeNote(turn, work.caseId, text);
      return 'taken';
    case 'informed':
      await takeInformedDetail(turn, work.caseId, text);
      return 'taken';
    case 'hand-note':
      await takeHandNote(turn, work.id, text);
      return 'taken';
    case 'heading':
      await takeHeading(turn, work.caseId, work.heading, text);
      return 'taken';
  }
}
