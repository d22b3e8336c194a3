import { SINK } from '../../core/channel.ts';
import { addMs, minutesMs } from '../../core/clock.ts';
import type { FlowSaying } from '../../flows/flow.ts';
import type { CaseLevel, HandoffCase } from '../../handoff/case.ts';
import type { DutyBoard } from '../../handoff/responders.ts';
import { waitsSince } from '../../handoff/true-state.ts';
import type { Category } from '../../keywords/rule-file.ts';
import { hasRealResponder, readDutyBoard } from '../escalation/duty-board.ts';
import { caseWake, planNextTelling, takeStep } from '../escalation/escalation.ts';
import { showDanger } from '../escalation/nudge-owner.ts';
import { waitedMinutes } from '../escalation/pages.ts';
import { withSlowPath } from '../escalation/slow-path.ts';
import { audit } from '../scope.ts';
import { dropEvaluations } from '../sessions/answer-evaluation.ts';
import { relayToOwner } from '../staff/relay.ts';
import { markAfterFault, saidAt, sayingsAfterFault } from './after-fault.ts';
import { takeBackBeside } from './beside-questions.ts';
import { menuPart, shortHotlines } from './cards.ts';
import { listedOnly } from './conversation-state.ts';
import { dropGreetings } from './greeting.ts';
import { takeNewerPlace } from './newer-answer.ts';
import { callsPolice } from './pick-category.ts';
import { withRosterCollege } from './roster-college.ts';
import { isReport } from './speaker.ts';
import { categoryOf, change, contentOf, replyInCrisis, type StudentTurn } from './student-scope.ts';
import { askFirst, askNext, settleTyped } from './waiting-questions.ts';
import { turnToOther } from './whose-case.ts';

/** How old an address must be, in minutes, to be told apart from a burst of new ones. */
const KNOWN_AFTER_MINUTES = 10;
/** A waiting student who goes on writing is told the state at most this often, in minutes. */
const STATE_EVERY_MINUTES = 1;

/**
 * `beside`: about somebody else too, while the speaker's own case is what is spoken of. `turned`: the speaker's own case
 * was meant for somebody else.
 */
export type Whose = 'own' | 'report' | 'beside' | 'turned';

/** Something dangerous was said, or 紧急求助 pressed: a case is opened or joined, and the student hears it at once. */
export async function openHandoff(
  turn: StudentTurn,
  level: CaseLevel,
  pressed: boolean,
  whose: Whose = 'own',
): Promise<void> {
  const { scope, address } = turn;
  const { stores, now } = scope;
  if (whose === 'turned' && turn.activeCase !== null) await turnToOther(scope, turn.activeCase.id, null);
  const found = await stores.cases.openOrJoin({
    id: scope.parts.newId(),
    contactId: whose === 'own' ? address.contactId : await findSubject(turn),
    addressId: address.id,
    channel: address.channel,
    level,
    knownContact: address.channel !== 'web' || addMs(address.madeAt, minutesMs(KNOWN_AFTER_MINUTES)) < now,
    openedAt: saidAt(turn),
    now,
  });
  const opened =
    found.change === 'opened' ? { ...found, case: await withRosterCollege(scope, found.case) } : found;
  turn.activeCase = opened.case;
  turn.callsPerson = true;
  await stores.tellChange('case');
  if (opened.change === 'opened') {
    await dropGreetings(turn);
    await dropEvaluations(turn);
    change(turn, { offered: listedOnly(turn.state.offered), askedWhoseAtMs: 0 });
    if (whose === 'own') await takeBackBeside(turn);
    else await stores.reports.markReport(opened.case.id, address.contactId, now);
    // The canary is nobody, and is gone a moment later.
    if (address.channel !== SINK)
      await audit(scope, {
        actor: 'system',
        action: 'case.open',
        resource: `case:${opened.case.id}`,
        purpose: 'crisis',
        allowed: true,
      });
  }
  if (opened.case.status !== 'open') {
    scope.after.escalations.push({ id: caseWake(opened.case.id), at: now });
    await relayToOwner(turn, opened.case, opened.change === 'raised');
    if (level === 'imminent' && opened.change === 'joined') await showDanger(scope, opened.case);
    return;
  }
  if (whose === 'beside') {
    scope.after.escalations.push({ id: caseWake(opened.case.id), at: now });
    return;
  }
  if (opened.change === 'joined' && whose === 'turned')
    return answerCrisis(turn, opened.case, 'turned', pressed);
  if (opened.change === 'joined') {
    const settled = pressed ? null : await settleTyped(turn, opened.case, turn.text);
    await tellStillWaiting(turn, opened.case, turn.inFault === undefined);
    if (settled !== null)
      await askNext(turn, opened.case, settled === 'answered' ? 'ask.noted' : 'ask.skipped');
    return;
  }
  if (!pressed && opened.change === 'raised') {
    const asked = await stores.waiting.ofCase(opened.case.id);
    await takeNewerPlace(turn, opened.case, turn.text, asked);
  }
  await answerCrisis(turn, opened.case, opened.change, pressed);
}

/** The person whom this reporter has told of already, else somebody whom nobody knows yet. */
async function findSubject({ scope, address }: StudentTurn): Promise<string> {
  const { stores, now, parts } = scope;
  const reported = await stores.reports.activeOf(address.contactId);
  if (reported !== null) return reported.contactId;
  const contactId = parts.newId();
  await stores.reports.addSubject(contactId, now);
  return contactId;
}

/** Nobody is called for a crisis of their own, so they are not somebody who will come either. */
async function readBoard({ scope, address, isStaff }: StudentTurn): Promise<DutyBoard> {
  const themselves = isStaff ? await scope.stores.staff.byContact(address.contactId) : null;
  return readDutyBoard(scope.stores, scope.now, themselves?.id);
}

/** Why somebody in danger is answered at length; `turned`: they are not the one who is in danger. */
type Reason = 'opened' | 'raised' | 'turned';

async function answerCrisis(
  turn: StudentTurn,
  one: HandoffCase,
  reason: Reason,
  pressed: boolean,
): Promise<void> {
  const board = await readBoard(turn);
  const realResponder = hasRealResponder(board, turn.scope.centre.escalation, one);
  const report = await isReport(turn.scope.stores, one.id);
  const sayings =
    turn.inFault?.told === 'yes'
      ? sayingsAfterFault(turn, reason, realResponder)
      : markAfterFault(turn, crisisSayings(turn, one, reason, { pressed, ofReport: report }, realResponder));
  replyInCrisis(turn, one.id, ...(await honest(turn, one, sayings)));
  await askFirst(turn, one, menuPart(contentOf(turn), 'menu.hotlines', 'menu.selfhelp'));
  change(turn, {
    flow: null,
    aside: turn.state.flow ?? turn.state.aside,
    toldWaitingAtMs: turn.scope.now.getTime(),
  });
  // The press has called somebody, who is called on at the same times.
  if (reason === 'turned') return;
  // What was said during a fault has waited since then; it is told from now on.
  await planNextTelling(turn.scope, reason === 'opened' ? { ...one, openedAt: one.levelSince } : one, 1);
  await callForHelp(turn, one, board);
}

/** The first thing that is said says it too where people may be slow. */
async function honest(turn: StudentTurn, one: HandoffCase, sayings: FlowSaying[]): Promise<FlowSaying[]> {
  const [first, ...others] = sayings;
  if (first === undefined || one.channel === SINK) return sayings;
  return [{ ...first, text: await withSlowPath(turn.scope, contentOf(turn), first.text) }, ...others];
}

/**
 * The first page is a row as soon as the case is. If calling fails, the turn is taken again without it, and the case is
 * due: nothing that is wrong with calling may keep the student waiting.
 */
async function callForHelp(
  { scope, callsAtOnce }: StudentTurn,
  one: HandoffCase,
  board: DutyBoard,
): Promise<void> {
  // The canary proves the wake of the case, which others have behind the first call.
  if (callsAtOnce && one.channel !== SINK) return takeStep(scope, one, board);
  scope.after.escalations.push({ id: caseWake(one.id), at: scope.now });
}

function crisisSayings(
  turn: StudentTurn,
  one: HandoffCase,
  reason: Reason,
  { pressed, ofReport }: { readonly pressed: boolean; readonly ofReport: boolean },
  realResponder: boolean,
): FlowSaying[] {
  const content = contentOf(turn);
  const texts = content.conversation;
  const hotlines = shortHotlines(content);
  const said = (text: string): FlowSaying => ({ text, choices: [] });
  const category = categoryOf(turn);
  const told = category === null ? null : texts(`first.crisis.${category}`);
  const opened = ofReport ? [texts('report.opened')] : [];
  const first =
    told === null && !ofReport ? null : [...(told === null ? [] : [told]), ...opened].join('\n\n');
  const beforeFirst = (text: string): string => (first === null ? text : `${text}\n\n${first}`);
  if (reason === 'turned') return first === null ? [] : [said(first)];
  if (reason === 'raised') {
    const raised = realResponder ? 'crisis.raised' : 'crisis.raisedNoResponder';
    return [said(beforeFirst(texts(raised, { hotlines })))];
  }
  if (one.level === 'imminent') {
    return [
      said(texts(imminentAck(category, realResponder), { hotlines })),
      said(first ?? texts('crisis.imminent.safety')),
    ];
  }
  const ack = pressed ? 'crisis.urgent.ack' : 'crisis.high.ack';
  const withoutResponder = pressed ? 'crisis.urgent.ackNoResponder' : 'crisis.high.ackNoResponder';
  return [
    said(texts(realResponder ? ack : withoutResponder)),
    said(beforeFirst(texts('crisis.high.hotlines', { hotlines }))),
  ];
}

/** Whoever is being attacked calls 110 before 120. */
function imminentAck(category: Category | null, realResponder: boolean) {
  if (callsPolice(category))
    return realResponder ? 'crisis.imminent.ackPolice' : 'crisis.imminent.ackPoliceNoResponder';
  return realResponder ? 'crisis.imminent.ack' : 'crisis.imminent.ackNoResponder';
}

/** What a student who waits hears when they go on writing: the true state, not after every line. */
export async function tellStillWaiting(turn: StudentTurn, one: HandoffCase, always: boolean): Promise<void> {
  const { scope } = turn;
  const since = scope.now.getTime() - turn.state.toldWaitingAtMs;
  if (!always && since < minutesMs(STATE_EVERY_MINUTES)) return;
  const content = contentOf(turn);
  const texts = content.conversation;
  const realResponder = hasRealResponder(await readBoard(turn), scope.centre.escalation, one);
  const text = realResponder
    ? texts('crisis.stillWaiting', { minutes: waitedMinutes(waitsSince(one), scope.now) })
    : texts('crisis.stillNoResponder', { hotlines: shortHotlines(content) });
  replyInCrisis(turn, one.id, { text: await withSlowPath(scope, content, text), choices: [] });
  change(turn, { toldWaitingAtMs: scope.now.getTime() });
}
