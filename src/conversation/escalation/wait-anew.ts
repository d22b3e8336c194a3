import { say } from '../../core/message.ts';
import { contentAt, type Scope, utter } from '../scope.ts';
import { shortHotlines } from '../student/cards.ts';
import { speakingStaffOf } from '../student/speaker.ts';
import { hasRealResponder, readDutyBoard } from './duty-board.ts';
import { caseWake, planNextTelling } from './escalation.ts';
import { withSlowPath } from './slow-path.ts';

/** Whoever had it is gone: its student hears so at once, waits as from the beginning, and everybody is called anew. */
export async function waitAnew(scope: Scope, caseId: string): Promise<void> {
  const { stores, now } = scope;
  const one = await stores.cases.byId(caseId);
  if (one === null) return;
  const board = await readDutyBoard(stores, now, await speakingStaffOf(stores, one));
  const content = await contentAt(scope, one.addressId);
  const key = hasRealResponder(board, scope.centre.escalation, one)
    ? 'waiting.ownerLeft'
    : 'waiting.ownerLeftNoResponder';
  const text = content.conversation(key, { hotlines: shortHotlines(content) });
  await utter(scope, [
    {
      addressId: one.addressId,
      lane: 'crisis',
      dedupeKey: `owner-left:${caseId}:${now.getTime()}`,
      caseId,
      message: say(await withSlowPath(scope, content, text)),
    },
  ]);
  await planNextTelling(scope, one, 1);
  scope.after.escalations.push({ id: caseWake(caseId), at: now });
}
