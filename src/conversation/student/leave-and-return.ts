import { addMs, daysMs, minutesMs } from '../../core/clock.ts';
import type { HandoffCase } from '../../handoff/case.ts';
import type { ClosedCases } from '../../handoff/return-store.ts';
import { readWhose, readWhoseAlone } from '../../handoff/waiting/read-whose.ts';
import { hasRealResponder, readDutyBoard } from '../escalation/duty-board.ts';
import { caseWake, planNextTelling, takeStep } from '../escalation/escalation.ts';
import { planRotaTask } from '../escalation/rota-wake.ts';
import { withSlowPath } from '../escalation/slow-path.ts';
import { audit } from '../scope.ts';
import { dropEvaluations } from '../sessions/answer-evaluation.ts';
import { pageUnheard, tellStaff } from '../staff/relay.ts';
import { takeBackBeside } from './beside-questions.ts';
import { menuPart, shortHotlines } from './cards.ts';
import { STUDENT_WORDS, wordOf } from './global-choices.ts';
import { dropGreetings } from './greeting.ts';
import { isReport } from './speaker.ts';
import { change, contentOf, reply, replyInCrisis, type StudentTurn } from './student-scope.ts';
import { RESUME_OF, tellState } from './tell-state.ts';
import { askFirst } from './waiting-questions.ts';

/** What ended lately enough to be taken up again. */
const closedOf = ({ scope, address }: StudentTurn): Promise<ClosedCases> =>
  scope.stores.returns.lastClosed(address.contactId, addMs(scope.now, -daysMs(scope.centre.returnDays)));

/** Of those the one that ended last; null where there is none. */
export async function closedLately(turn: StudentTurn): Promise<HandoffCase | null> {
  const { own, reported } = await closedOf(turn);
  if (own === null || reported === null) return own ?? reported;
  return (own.closedAt ?? own.openedAt) > (reported.closedAt ?? reported.openedAt) ? own : reported;
}

/** They go, and say so: whoever has the case hears it, and what waits goes on waiting. */
export async function noteLeaving(turn: StudentTurn, one: HandoffCase): Promise<void> {
  const { stores, now } = turn.scope;
  await stores.cases.addEvent(one.id, { kind: 'student-left', staffId: null, level: null, at: now });
  await stores.tellChange('case');
  if (one.ownerId === null) {
    const content = contentOf(turn);
    const text = content.conversation('leave.waiting', { hotlines: shortHotlines(content) });
    return replyInCrisis(turn, one.id, { text, choices: [] });
  }
  const { number } = one;
  await tellStaff(
    turn.scope,
    one.ownerId,
    (texts) => texts('student.left', { number }),
    `left:${turn.heardId}`,
    one.id,
  );
}

/** Back in a case that was never closed. */
async function noteReturn(turn: StudentTurn, one: HandoffCase): Promise<void> {
  const { stores, now } = turn.scope;
  await stores.cases.addEvent(one.id, { kind: 'student-back', staffId: null, level: null, at: now });
  await stores.tellChange('case');
  if (one.ownerId !== null) await tellOwner(turn, one, 'student.back');
  reply(turn, { text: contentOf(turn).conversation('return.here'), choices: [] });
  await tellState(turn, one);
}

const tellOwner = (
  turn: StudentTurn,
  { id, number, ownerId }: HandoffCase,
  key: 'student.back' | 'student.resumed',
): Promise<void> => {
  const link = `${turn.scope.parts.publicUrl}/console/cases/${id}`;
  return tellStaff(
    turn.scope,
    ownerId ?? '',
    (texts) => texts(key, { number, link }),
    `back:${turn.heardId}`,
    id,
  );
};

/**
 * 回到求助: the same case, for whoever had it if they are on duty, else for everybody anew. Answers whether there was
 * something to come back to.
 * @param asked it was tapped, so that it is answered in any case
 * @param whose which of two, where they said it; else they are asked
 */
export async function comeBack(
  turn: StudentTurn,
  asked: boolean,
  whose: keyof ClosedCases | null = null,
): Promise<boolean> {
  const { activeCase } = turn;
  const { own, reported } = await choiceOf(turn);
  if (activeCase !== null && (own === null || whose === 'reported')) {
    await noteReturn(turn, activeCase);
    return true;
  }
  if (own !== null && reported !== null && whose === null) {
    askWhose(turn);
    return true;
  }
  const closed = whose === null ? (own ?? reported) : { own, reported }[whose];
  const resumed = closed === null ? null : await resume(turn, closed);
  if (resumed === null) {
    if (!asked) return false;
    const content = contentOf(turn);
    const text = content.conversation('return.tooLate');
    reply(turn, { text, choices: menuPart(content, 'menu.urgent', 'menu.hotlines') });
    return true;
  }
  turn.activeCase = resumed;
  await takeBackBeside(turn);
  if (resumed.ownerId === null) await callAnew(turn, resumed);
  else await tellBoth(turn, resumed);
  return true;
}

/** What they may mean: while they talk about somebody else, that, or what they ended themselves; their own talk is all. */
async function choiceOf(turn: StudentTurn): Promise<ClosedCases> {
  const { activeCase } = turn;
  if (activeCase === null) return closedOf(turn);
  const isAboutOther = await isReport(turn.scope.stores, activeCase.id);
  return { own: isAboutOther ? (await closedOf(turn)).own : null, reported: activeCase };
}

/** Their own, or the one they told of: other people are called, and the talk is another one. */
function askWhose(turn: StudentTurn): void {
  const content = contentOf(turn);
  const texts = content.conversation;
  const asked = turn.activeCase === null ? 'return.whose' : 'return.whoseBesideOpen';
  const choices = [
    { id: RESUME_OF.own, label: texts('return.own') },
    { id: RESUME_OF.reported, label: texts('return.other') },
    ...menuPart(content, 'menu.urgent'),
  ];
  reply(turn, { text: texts(asked), choices });
  change(turn, { askedWhoseAtMs: turn.scope.now.getTime() });
}

/** Later words are no answer any more, in minutes. */
const WHOSE_MINUTES = 30;

/** Whether an answer to it is still one. */
export const isAskedWhose = ({ scope }: StudentTurn, askedAtMs: number): boolean =>
  askedAtMs !== 0 && scope.now.getTime() - askedAtMs < minutesMs(WHOSE_MINUTES);

/**
 * Words in answer to that; answers whether they were.
 * @param askedAtMs when it was asked, ms since the epoch; 0 where it was not
 */
export async function takeWhose(turn: StudentTurn, typed: string, askedAtMs: number): Promise<boolean> {
  if (!isAskedWhose(turn, askedAtMs) || STUDENT_WORDS.includes(wordOf(typed))) return false;
  if (turn.activeCase !== null) {
    const named = readWhoseAlone(typed);
    return named !== null && comeBack(turn, true, named);
  }
  const whose = readWhose(typed);
  if (whose !== null) return comeBack(turn, true, whose);
  reply(turn, { text: contentOf(turn).conversation('return.neither'), choices: [] });
  return true;
}

async function resume(turn: StudentTurn, closed: HandoffCase): Promise<HandoffCase | null> {
  const { scope, address } = turn;
  const { stores, now, parts } = scope;
  const board = await readDutyBoard(stores, now);
  const onDuty = board.duty.some(({ staffId, real }) => real && staffId === closed.ownerId);
  const ownerId = onDuty ? closed.ownerId : null;
  const place = { addressId: address.id, channel: address.channel };
  const one = await stores.returns.resume({ id: parts.newId(), caseId: closed.id, ownerId, ...place, now });
  if (one === null) return null;
  await dropGreetings(turn);
  await dropEvaluations(turn);
  await stores.cases.addEvent(one.id, { kind: 'resumed', staffId: ownerId, level: one.level, at: now });
  await audit(scope, {
    actor: `contact:${address.contactId}`,
    action: 'case.resume',
    resource: `case:${one.id}`,
    purpose: 'own',
    allowed: true,
  });
  await stores.tellChange('case');
  change(turn, { flow: null, aside: turn.state.flow ?? turn.state.aside, toldWaitingAtMs: now.getTime() });
  return one;
}

async function tellBoth(turn: StudentTurn, one: HandoffCase): Promise<void> {
  await tellOwner(turn, one, 'student.resumed');
  await pageUnheard(turn.scope, one, 'raised');
  await turn.scope.stores.tellChange(`staff:${one.ownerId}`);
  // Somebody who says nothing now is silent like anybody who takes a case.
  turn.scope.after.escalations.push({ id: caseWake(one.id), at: turn.scope.now });
  await planRotaTask(turn.scope, 'changes');
  const content = contentOf(turn);
  const text = content.conversation('return.owner', { hotlines: shortHotlines(content) });
  replyInCrisis(turn, one.id, { text, choices: [] });
}

async function callAnew(turn: StudentTurn, one: HandoffCase): Promise<void> {
  const { scope } = turn;
  const content = contentOf(turn);
  const themselves = turn.isStaff ? await scope.stores.staff.byContact(turn.address.contactId) : null;
  const board = await readDutyBoard(scope.stores, scope.now, themselves?.id);
  const key = hasRealResponder(board, scope.centre.escalation, one)
    ? 'return.anew'
    : 'return.anewNoResponder';
  const said = content.conversation(key, { hotlines: shortHotlines(content) });
  const text = await withSlowPath(scope, content, said);
  replyInCrisis(turn, one.id, { text, choices: [] });
  // Where they were last time says nothing of where they are now.
  await askFirst(turn, one, menuPart(content, 'menu.hotlines', 'menu.selfhelp'));
  await planNextTelling(scope, one, 1);
  if (turn.callsAtOnce) return takeStep(scope, one, board);
  scope.after.escalations.push({ id: caseWake(one.id), at: scope.now });
}
