import { formatDay, formatTime } from '../../core/shanghai-time.ts';
import type { HandoffCase } from '../../handoff/case.ts';
import { owedSince } from '../../handoff/owed.ts';
import { waitsSince } from '../../handoff/true-state.ts';
import { hasRealResponder, readDutyBoard } from '../escalation/duty-board.ts';
import { waitedMinutes } from '../escalation/pages.ts';
import { withSlowPath } from '../escalation/slow-path.ts';
import { menuPart, shortHotlines } from './cards.ts';
import { change, contentOf, reply, replyInCrisis, type StudentTurn } from './student-scope.ts';

/** 回到求助: holds in every message. */
export const RESUME = 'case.resume';
/** The answers to whose case it is, where there are two. */
export const RESUME_OF = { own: `${RESUME}.own`, reported: `${RESUME}.other` } as const;

/** “Is anybody there?” gets what is true now, whenever it is asked. */
export async function tellState(turn: StudentTurn, one: HandoffCase): Promise<void> {
  const text =
    one.status === 'open'
      ? await withSlowPath(turn.scope, contentOf(turn), await waitingText(turn, one))
      : await takenText(turn, one);
  replyInCrisis(turn, one.id, { text, choices: [] });
  change(turn, { toldWaitingAtMs: turn.scope.now.getTime() });
}

async function waitingText(turn: StudentTurn, one: HandoffCase): Promise<string> {
  const { stores, now, centre } = turn.scope;
  const content = contentOf(turn);
  const themselves = turn.isStaff ? await stores.staff.byContact(turn.address.contactId) : null;
  const board = await readDutyBoard(stores, now, themselves?.id);
  const hotlines = shortHotlines(content);
  if (!hasRealResponder(board, centre.escalation, one))
    return content.conversation('crisis.stillNoResponder', { hotlines });
  // People of the sample centre are nobody.
  const real = new Set((await stores.staff.list()).filter(({ sample }) => !sample).map(({ id }) => id));
  const paged = await stores.cases.toldSince(one.id, waitsSince(one));
  const called = paged.filter((staffId) => real.has(staffId));
  const minutes = waitedMinutes(waitsSince(one), now);
  // Only a group may have been called, whose people nobody has counted, or somebody whose message is still to come.
  return called.length === 0
    ? content.conversation('state.waitingUncounted', { minutes, hotlines })
    : content.conversation('state.waiting', { minutes, count: called.length, hotlines });
}

/** The others are being called over this very silence of the owner. */
function isCallingOthers(one: HandoffCase): boolean {
  const since = owedSince(one);
  return since !== null && one.calledAt !== null && one.calledAt > since;
}

/** Somebody who spoke so lately is there, in ms. */
const JUST_MS = 2 * 60_000;

/** Whether the person who has the case has said something a moment ago. */
export async function hasJustSpoken(turn: StudentTurn, one: HandoffCase): Promise<boolean> {
  const spokenAt = await ownersWordsAt(turn, one);
  return spokenAt !== null && turn.scope.now.getTime() - spokenAt.getTime() < JUST_MS;
}

/** Words of whoever had it before say nothing about the one who has it now. */
async function ownersWordsAt(turn: StudentTurn, one: HandoffCase): Promise<Date | null> {
  const spokenAt = await turn.scope.stores.waiting.spokenAt(one.id, turn.scope.now);
  const since = one.acknowledgedAt;
  return spokenAt !== null && (since === null || spokenAt >= since) ? spokenAt : null;
}

/**
 * 通话中, 在路上 and 有人到场 are for colleagues alone: nobody knows that they are so, and somebody may have said what they do
 * if anybody comes.
 */
async function takenText(turn: StudentTurn, one: HandoffCase): Promise<string> {
  const { now } = turn.scope;
  const texts = contentOf(turn).conversation;
  const minutes = waitedMinutes(one.acknowledgedAt ?? one.openedAt, now);
  const spoke = await ownersWordsAt(turn, one);
  const lines = [texts('state.taken', { minutes })];
  if (spoke === null) lines.push(texts('state.notSpoken'));
  else {
    const ago = waitedMinutes(spoke, now);
    lines.push(ago === 0 ? texts('state.justNow') : texts('state.spoke', { minutes: ago }));
  }
  if (isCallingOthers(one)) lines.push(texts('state.calling'));
  lines.push(texts('state.hotlines', { hotlines: shortHotlines(contentOf(turn)) }));
  return lines.join('\n');
}

/** A hand-off that has ended, and how to get back to it. */
export function tellClosed(turn: StudentTurn, closedAt: Date): void {
  const content = contentOf(turn);
  const when = `${formatDay(closedAt, turn.language)} ${formatTime(closedAt)}`;
  const choices = [
    { id: RESUME, label: content.conversation('return.choice') },
    ...menuPart(content, 'menu.urgent', 'menu.hotlines'),
  ];
  reply(turn, { text: content.conversation('state.closed', { when }), choices });
}
