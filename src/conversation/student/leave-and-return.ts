import { addMs, daysMs } from '../../core/clock.ts';
import type { HandoffCase } from '../../handoff/case.ts';
import { hasRealResponder, readDutyBoard } from '../escalation/duty-board.ts';
import { caseWake, planNextTelling, takeStep } from '../escalation/escalation.ts';
import { planRotaTask } from '../escalation/rota-wake.ts';
import { withSlowPath } from '../escalation/slow-path.ts';
import { audit } from '../scope.ts';
import { pageUnheard, tellStaff } from '../staff/relay.ts';
import { menuPart, shortHotlines } from './cards.ts';
import { dropGreetings } from './greeting.ts';
import { change, contentOf, reply, replyInCrisis, type StudentTurn } from './student-scope.ts';
import { tellState } from './tell-state.ts';

/** The case of this person that ended lately enough to be taken up again; null where there is none. */
export const closedLately = ({ scope, address }: StudentTurn): Promise<HandoffCase | null> =>
  scope.stores.returns.lastClosed(address.contactId, addMs(scope.now, -daysMs(scope.centre.returnDays)));

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
 */
export async function comeBack(turn: StudentTurn, asked: boolean): Promise<boolean> {
  if (turn.activeCase !== null) {
    await noteReturn(turn, turn.activeCase);
    return true;
  }
  const closed = await closedLately(turn);
  const resumed = closed === null ? null : await resume(turn, closed);
  if (resumed === null) {
    if (!asked) return false;
    const content = contentOf(turn);
    const text = content.conversation('return.tooLate');
    reply(turn, { text, choices: menuPart(content, 'menu.urgent', 'menu.hotlines') });
    return true;
  }
  turn.activeCase = resumed;
  if (resumed.ownerId === null) await callAnew(turn, resumed);
  else await tellBoth(turn, resumed);
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
  const key = hasRealResponder(board) ? 'return.anew' : 'return.anewNoResponder';
  const said = content.conversation(key, { hotlines: shortHotlines(content) });
  const text = await withSlowPath(scope, content, said);
  replyInCrisis(turn, one.id, { text, choices: menuPart(content, 'menu.hotlines', 'menu.selfhelp') });
  await planNextTelling(scope, one, 1);
  if (turn.callsAtOnce) return takeStep(scope, one, board);
  scope.after.escalations.push({ id: caseWake(one.id), at: scope.now });
}
