import type { Actor } from '../../access/can.ts';
import type { StaffRole } from '../../access/roles.ts';
import { isNotifierKind } from '../../core/channel.ts';
import type { Language } from '../../core/language.ts';
import { say } from '../../core/message.ts';
import type { StaffAddress } from '../../people/staff.ts';
import { type Scope, type Utterance, utter } from '../scope.ts';
import type { ToolTexts } from '../staff/tools/case-work.ts';

/** Whether news that calls nobody go there in words. */
const isTold = (address: StaffAddress): address is StaffAddress & { readonly addressId: string } =>
  address.activeAt !== null && address.addressId !== null && !isNotifierKind(address.channel);

/** A mailbox for whoever no messenger reaches; nothing that costs by the message, and nothing that rings. */
const isMailed = (address: StaffAddress): address is StaffAddress & { readonly addressId: string } =>
  address.activeAt !== null && address.addressId !== null && address.channel === 'email';

const isReachedByWords = (addresses: readonly StaffAddress[]): boolean =>
  addresses.some((one) => isTold(one) && one.reachable);

/** To the mailbox of whoever no messenger reaches: that there is something to read in the console, and no more. */
export function lettersTo(scope: Scope, addresses: readonly StaffAddress[], key: string): Utterance[] {
  if (isReachedByWords(addresses)) return [];
  const link = `${scope.parts.publicUrl}/console`;
  return addresses.filter(isMailed).map(({ id, addressId, language }) => ({
    addressId,
    // What waits in the other lane waits for what a person writes, and nobody writes from there.
    lane: 'conversation',
    dedupeKey: `${key}:${id}`,
    message: { ...say(scope.centre.contents[language].tools('change.byMail', { link })), facts: { link } },
  }));
}

/**
 * To every messenger of a staff member, in the lane that waits for everything else. Never a name: whose appointment it is
 * stands in the console. A mailbox, where no messenger reaches them, learns that there is something to read there.
 */
export async function tellStaff(
  scope: Scope,
  staffId: string,
  key: string,
  compose: (texts: ToolTexts, language: Language) => string,
): Promise<void> {
  const addresses = await scope.stores.staff.addresses([staffId]);
  await utter(scope, [
    ...addresses.filter(isTold).map(({ id, addressId, language }) => ({
      addressId,
      lane: 'reminder' as const,
      dedupeKey: `${key}:${id}`,
      message: say(compose(scope.centre.contents[language].tools, language)),
    })),
    ...lettersTo(scope, addresses, key),
  ]);
}

export const linkToChanges = ({ parts }: Scope): string => `${parts.publicUrl}/console/appointments/changes`;

/**
 * The booking desk, and whoever else is named. Where no message reaches anybody at a desk the centre heads are told, and
 * that the centre has none: behind the link they read figures, and it is theirs to say who does it.
 */
export async function tellDesk(
  scope: Scope,
  key: string,
  compose: (texts: ToolTexts, language: Language) => string,
  others: readonly string[] = [],
): Promise<void> {
  const { desk, heads, isReached } = await findDesk(scope);
  const instead = isReached ? [] : heads;
  for (const id of new Set([...others, ...desk]))
    if (!instead.includes(id)) await tellStaff(scope, id, `${key}:${id}`, compose);
  for (const id of instead)
    await tellStaff(
      scope,
      id,
      `${key}:head:${id}`,
      (texts, language) => `${compose(texts, language)}\n${texts('change.noDesk')}`,
    );
}

/** Everybody who may decide about it, in whatever role. */
export async function tellWhoMay(
  scope: Scope,
  isAllowed: (actor: Extract<Actor, { kind: 'staff' }>) => boolean,
  key: string,
  compose: (texts: ToolTexts, language: Language) => string,
): Promise<void> {
  for (const { id, roles, disabledAt } of await scope.stores.staff.list())
    if (disabledAt === null && isAllowed({ kind: 'staff', staffId: id, roles }))
      await tellStaff(scope, id, `${key}:${id}`, compose);
}

/** Whether anybody works at the booking desk, reached by a message or not. */
export const hasDesk = async (scope: Scope): Promise<boolean> => (await findDesk(scope)).desk.length > 0;

async function findDesk({ stores }: Scope) {
  const members = (await stores.staff.list()).filter(({ disabledAt }) => disabledAt === null);
  const withRole = (role: StaffRole): string[] =>
    members.filter(({ roles }) => roles.includes(role)).map(({ id }) => id);
  const desk = withRole('staff');
  const addresses = await stores.staff.addresses(desk);
  return {
    desk,
    heads: withRole('centre-head'),
    isReached: isReachedByWords(addresses) || addresses.some((one) => isMailed(one) && one.reachable),
  };
}
