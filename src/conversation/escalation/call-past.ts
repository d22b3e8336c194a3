import { isCalledInVain } from '../../handoff/calls-so-far.ts';
import type { HandoffCase } from '../../handoff/case.ts';
import { policyFor } from '../../handoff/policy.ts';
import { stepsOf } from '../../handoff/rounds.ts';
import type { Scope } from '../scope.ts';
import { speakingStaffOf } from '../student/speaker.ts';
import { readDutyBoard } from './duty-board.ts';
import { caseWake } from './escalation.ts';

/**
 * An address has just turned out to be gone. Where it is one of the staff, whoever waits for them is looked at now, so that
 * the next step follows at once where nobody else was called: each way is lost once, so that it never goes round.
 */
export async function callPast(scope: Scope, addressId: string): Promise<void> {
  const { stores, now } = scope;
  const member = await stores.staff.byAddress(addressId);
  // People of the sample centre were nobody before, too.
  if (member === null || member.sample) return;
  const waiting = (await stores.cases.list(0)).filter(({ status }) => status === 'open');
  const paged = await stores.cases.pagedStaff(waiting.map(({ id }) => id));
  const looked: string[] = [];
  for (const one of waiting)
    if (paged.get(one.id)?.includes(member.id) && (await mayFollow(scope, one))) looked.push(one.id);
  await stores.cases.lookNow(looked, now);
  for (const id of looked) scope.after.escalations.push({ id: caseWake(id), at: now });
}

/**
 * While there are steps left the look itself decides, by what is true once this is written: another way of theirs may be
 * lost at this moment. After that a look is another round.
 */
async function mayFollow({ stores, now, centre }: Scope, one: HandoffCase): Promise<boolean> {
  const own = policyFor(centre.escalation, one.college);
  if (one.step < stepsOf(own, own[one.level], one.levelSince).length) return true;
  const board = await readDutyBoard(stores, now, await speakingStaffOf(stores, one));
  return isCalledInVain(centre.escalation, one, board, now);
}
