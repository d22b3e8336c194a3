import { isNotifierKind, type Unscreenable } from '../../core/channel.ts';
import type { Language } from '../../core/language.ts';
import { type Lane, say } from '../../core/message.ts';
import type { HandoffCase, PageReason } from '../../handoff/case.ts';
import { type CentreContent, type Scope, utter } from '../scope.ts';
import type { StudentTurn } from '../student/student-scope.ts';
import { besideOwner } from './tools/team.ts';

/** Passes a student's words to the person who has the case; the bot itself stays silent meanwhile. */
export async function relayToOwner(turn: StudentTurn, one: HandoffCase, raised = false): Promise<void> {
  const { scope } = turn;
  await scope.stores.tellChange('case');
  if (one.ownerId === null) return;
  if (raised) await pageOwner(scope, one, one.ownerId);
  if (!scope.centre.relayByMessenger) return;
  const words = { number: one.number, text: turn.text };
  for (const staffId of [one.ownerId, ...(await besideOwner(scope, one))]) {
    await tellStaff(scope, staffId, (texts) => texts('relay.line', words), `relay:${turn.heardId}`, one.id);
  }
}

/**
 * The owner is told of what no rule can screen; the thing itself is in the console. What was written below it are words as
 * any other.
 */
export async function relayUnscreenable(
  turn: StudentTurn,
  one: HandoffCase,
  what: Unscreenable,
): Promise<void> {
  const { scope } = turn;
  await scope.stores.tellChange('case');
  if (one.ownerId === null) return;
  const { number } = one;
  const link = `${scope.parts.publicUrl}/console/cases/${one.id}`;
  const text = scope.centre.relayByMessenger ? turn.text.trim() : '';
  const compose = (texts: StaffTexts): string => {
    const facts = { number, what: texts(`what.${what}`), link };
    return text === ''
      ? texts('relay.unscreenable', facts)
      : texts('relay.unscreenableWithWords', { ...facts, text });
  };
  for (const staffId of [one.ownerId, ...(await besideOwner(scope, one))]) {
    await tellStaff(scope, staffId, compose, `relay:${turn.heardId}`, one.id);
  }
}

/**
 * By every way of theirs, one-way notifiers too.
 * @param round which repeat it is: some ways of calling are kept for later ones
 */
export async function pageOwner(
  scope: Scope,
  one: HandoffCase,
  ownerId: string,
  reason: PageReason = 'raised',
  round = 0,
): Promise<void> {
  await scope.stores.cases.page({
    caseId: one.id,
    staffIds: [ownerId],
    step: one.step,
    round,
    reason,
    digestSeconds: scope.centre.escalation.digestSeconds,
    now: scope.now,
  });
  await scope.stores.tellChange(`staff:${ownerId}`);
  scope.after.escalations.push({ id: `digest.${ownerId}`, at: scope.now });
}

/** An owner whom no messenger reaches now hears of it as of a page: number and level, and no more. */
export async function pageUnheard(
  scope: Scope,
  one: HandoffCase,
  reason: PageReason,
  round = 0,
): Promise<void> {
  const { ownerId } = one;
  if (ownerId === null) return;
  const presence = await scope.stores.duty.presence(scope.now);
  const hears = presence.some((member) => member.staffId === ownerId && member.hears);
  if (!hears) await pageOwner(scope, one, ownerId, reason, round);
}

export type StaffTexts = CentreContent['staff'];

/**
 * To every messenger of a staff member, in the lane that waits for nothing unless another is named. One-way notifiers get
 * pages only: what is told here may hold a student's words.
 */
export const tellStaff = (
  scope: Scope,
  staffId: string,
  compose: (texts: StaffTexts) => string,
  key: string,
  caseId: string | null,
  lane: Lane = 'crisis',
): Promise<void> => tellEach(scope, [staffId], compose, key, caseId, lane);

/** The same to each of them, in so many steps as to one: whoever waits for the row of the case must not wait for hundreds. */
export async function tellEach(
  scope: Scope,
  staffIds: readonly string[],
  compose: (texts: StaffTexts) => string,
  key: string,
  caseId: string | null,
  lane: Lane = 'crisis',
): Promise<void> {
  const addresses = await addressesOf(scope, staffIds);
  await utter(
    scope,
    addresses.map(({ id, addressId, language }) => ({
      addressId,
      lane,
      dedupeKey: `${key}:${id}`,
      message: say(compose(scope.centre.contents[language].staff)),
      caseId,
    })),
  );
}

/** The messengers of these staff members that they have confirmed to be theirs. */
export async function addressesOf(
  { stores }: Scope,
  staffIds: readonly string[],
): Promise<{ readonly id: string; readonly addressId: string; readonly language: Language }[]> {
  const addresses = await stores.staff.addresses(staffIds);
  return addresses.flatMap(({ id, activeAt, addressId, channel, language }) =>
    activeAt === null || addressId === null || isNotifierKind(channel) ? [] : [{ id, addressId, language }],
  );
}
