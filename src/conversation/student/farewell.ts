import type { HandoffCase } from '../../handoff/case.ts';
import { readDutyBoard } from '../escalation/duty-board.ts';
import { takeStep } from '../escalation/escalation.ts';
import { openHandoff } from './crisis-turn.ts';
import { noteLeaving } from './leave-and-return.ts';
import { isReport } from './speaker.ts';
import type { StudentTurn } from './student-scope.ts';
import { hasJustSpoken, tellState } from './tell-state.ts';

/**
 * 再见, and in imminent danger 去睡了 or 好困, may end a talk or a life, and no rule can tell: whoever waits hears what is true with the numbers, and who would be
 * called next is called now. Beside a person it is only heard by them, but in imminent danger, where it counts like any
 * dangerous word. Answers whether it was settled here.
 */
export async function takeFarewell(turn: StudentTurn, one: HandoffCase): Promise<boolean> {
  const { stores, now } = turn.scope;
  const isWaiting = one.status === 'open';
  if (await isReport(stores, one.id)) {
    // Whoever tells of somebody else takes leave of the chat.
    if (isWaiting) await noteLeaving(turn, one);
    return isWaiting;
  }
  if (isWaiting) {
    await tellState(turn, one);
    const themselves = turn.isStaff ? await stores.staff.byContact(turn.address.contactId) : null;
    const board = await readDutyBoard(stores, now, themselves?.id);
    // Where calling has failed in this turn, the case stays due as it was.
    if (turn.callsAtOnce) await takeStep(turn.scope, one, board, true);
    return true;
  }
  if (one.level !== 'imminent') return false;
  const spoken = await hasJustSpoken(turn, one);
  await openHandoff(turn, 'imminent', false);
  if (!spoken) await tellState(turn, one);
  return true;
}
