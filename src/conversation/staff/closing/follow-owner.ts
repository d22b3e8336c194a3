import type { HandoffCase } from '../../../handoff/case.ts';
import type { RegisterEntry } from '../../../handoff/register-store.ts';
import type { Scope } from '../../scope.ts';
import { tellOrNotify } from '../tell-or-notify.ts';
import { nameOfStaff } from '../tools/case-work.ts';

export type Followed = {
  readonly entry: RegisterEntry;
  /** The days on which a check is owed, earliest first. */
  readonly owed: readonly string[];
};

/** How somebody is followed already, from before; null for whoever is not on the register. */
export async function readFollowed(
  { stores }: Scope,
  { contactId }: Pick<HandoffCase, 'contactId'>,
): Promise<Followed | null> {
  const entry = await stores.register.activeOf(contactId);
  if (entry === null) return null;
  return { entry, owed: (await stores.followUps.open([entry.id])).map(({ dueOn }) => dueOn) };
}

/** Whoever is named hears of it at once. */
export async function tellOwner(
  scope: Scope,
  byId: string,
  ownerId: string,
  number: number,
  entryId: string,
): Promise<void> {
  const name = await nameOfStaff(scope, byId);
  const link = `${scope.parts.publicUrl}/console/follow-up/${entryId}`;
  await tellOrNotify(
    scope,
    ownerId,
    `follow-up-yours:${entryId}:${scope.now.getTime()}`,
    { count: 1, what: (texts) => texts('notice.followUpYours') },
    ({ texts }) => ({ text: texts('followUp.yours', { number, name, link }) }),
  );
}

/**
 * Whoever had it until now may have promised a day: they hear who has it, by the number that they know.
 * @param before as it was
 */
export async function tellFormerOwner(
  scope: Scope,
  byId: string,
  before: RegisterEntry,
  ownerId: string,
): Promise<void> {
  const former = before.ownerId;
  if (former === null || former === ownerId || former === byId) return;
  const said = {
    number: before.caseNumber,
    name: await nameOfStaff(scope, ownerId),
    by: await nameOfStaff(scope, byId),
  };
  await tellOrNotify(
    scope,
    former,
    `follow-up-moved:${before.id}:${scope.now.getTime()}`,
    { count: 1, what: (texts) => texts('notice.followUpMoved') },
    ({ texts }) => ({ text: texts('followUp.moved', said) }),
  );
}
