import type { Unscreenable } from '../../core/channel.ts';
import { say } from '../../core/message.ts';
import type { HandoffCase } from '../../handoff/case.ts';
import { type Scope, utter } from '../scope.ts';
import type { StudentTurn } from '../student/student-scope.ts';

/** Passes a student's words to the person who has the case; the bot itself stays silent meanwhile. */
export async function relayToOwner(turn: StudentTurn, one: HandoffCase, raised = false): Promise<void> {
  const { scope } = turn;
  await scope.stores.tellChange('case');
  if (one.ownerId === null) return;
  if (raised) await pageOwner(scope, one, one.ownerId);
  if (!scope.centre.relayByMessenger) return;
  const text = scope.centre.content.staff('relay.line', { number: one.number, text: turn.text });
  await tellStaff(scope, one.ownerId, text, `relay:${turn.heardId}`, one.id);
}

/** The owner is told of what no rule can screen; the thing itself is in the console. */
export async function relayUnscreenable(
  turn: StudentTurn,
  one: HandoffCase,
  what: Unscreenable,
): Promise<void> {
  const { scope } = turn;
  await scope.stores.tellChange('case');
  if (one.ownerId === null) return;
  const texts = scope.centre.content.staff;
  const text = texts('relay.unscreenable', { number: one.number, what: texts(`what.${what}`) });
  await tellStaff(scope, one.ownerId, text, `relay:${turn.heardId}`, one.id);
}

async function pageOwner(scope: Scope, one: HandoffCase, ownerId: string): Promise<void> {
  await scope.stores.cases.page({
    caseId: one.id,
    staffIds: [ownerId],
    step: one.step,
    reason: 'raised',
    digestSeconds: scope.centre.escalation.digestSeconds,
    now: scope.now,
  });
  await scope.stores.tellChange(`staff:${ownerId}`);
  scope.after.escalations.push({ id: `digest.${ownerId}`, at: scope.now });
}

/** To every active address of a staff member, in the lane that waits for nothing. */
export async function tellStaff(
  scope: Scope,
  staffId: string,
  text: string,
  key: string,
  caseId: string | null,
): Promise<void> {
  const addresses = await scope.stores.staff.addresses([staffId]);
  await utter(
    scope,
    addresses
      .filter((address) => address.activeAt !== null && address.addressId !== null)
      .map((address) => ({
        addressId: address.addressId ?? '',
        lane: 'crisis' as const,
        dedupeKey: `${key}:${address.id}`,
        message: say(text),
        caseId,
      })),
  );
}
