import { say } from '../../core/message.ts';
import type { NextTurn } from '../ports/incoming-store.ts';
import { type Scope, utter } from '../scope.ts';
import { tellStaff } from '../staff/relay.ts';
import { besideOwner, talkingCases } from '../staff/tools/team.ts';
import { caseOf } from './speaker.ts';

/**
 * Somebody took back what they had written. It is kept, and whoever has their case hears of it; that what was written is
 * no danger any more, a person decides. Nothing is said to them: they have written nothing.
 */
export async function takeRecall(scope: Scope, incoming: NextTurn, message: string | null): Promise<void> {
  const { stores, now, parts } = scope;
  const { address, inFault } = incoming;
  if (address.speaksAs === 'staff' && incoming.isStaff) return tellNotRecalled(scope, incoming);
  const one = incoming.hasCase ? await caseOf(stores, address.contactId) : null;
  const id = parts.newId();
  await stores.heard.addRecall({
    id,
    addressId: address.id,
    caseId: one?.id ?? null,
    message,
    at: inFault?.at ?? now,
  });
  if (one === null) return;
  await stores.tellChange('case');
  if (one.status === 'open' || one.ownerId === null) return;
  const { number } = one;
  const link = `${parts.publicUrl}/console/cases/${one.id}`;
  for (const staffId of [one.ownerId, ...(await besideOwner(scope, one))])
    await tellStaff(
      scope,
      staffId,
      (texts) => texts('relay.recalled', { number, link }),
      `recall:${id}`,
      one.id,
    );
}

/** What a counsellor said has been passed on already, and stays where it is. */
async function tellNotRecalled(scope: Scope, { id, address }: NextTurn): Promise<void> {
  const staff = await scope.stores.staff.byAddress(address.id);
  if (staff === null || (await talkingCases(scope, staff.id)).length === 0) return;
  const text = scope.centre.contents[address.language].staff('relay.notRecalled');
  await utter(scope, [
    { addressId: address.id, lane: 'crisis', dedupeKey: `turn:${id}:0`, message: say(text) },
  ]);
}
