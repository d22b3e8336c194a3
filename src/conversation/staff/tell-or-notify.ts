import type { ChannelName } from '../../core/channel.ts';
import { say } from '../../core/message.ts';
import type { StaffAddress } from '../../people/staff.ts';
import { type Scope, utter } from '../scope.ts';
import type { StaffTexts } from './relay.ts';
import { tellVoiced } from './tell-voiced.ts';

/** Nothing that rings, and no group: it is news, and calls nobody. */
const READ_LATER: readonly ChannelName[] = ['email', 'sms'];

/** What it is about, with figures and nobody's name. */
export type Notice = { readonly count: number; readonly what: (texts: StaffTexts) => string };

/**
 * To every messenger of a staff member; where none of theirs works now, a mailbox and a phone that gets texts learn what it
 * is about and where it stands. Answers whether anything takes it to them now.
 */
export async function tellOrNotify(
  scope: Scope,
  staffId: string,
  key: string,
  { count, what }: Notice,
  compose: Parameters<typeof tellVoiced>[3],
): Promise<boolean> {
  const { stores, centre, parts } = scope;
  await tellVoiced(scope, staffId, key, compose);
  if (await hearsNow(scope, staffId)) return true;
  const link = `${parts.publicUrl}/console`;
  const notified = (await stores.staff.addresses([staffId])).flatMap((address) => {
    const { id, addressId, language } = address;
    if (addressId === null || !isReadLater(address)) return [];
    const texts = centre.contents[language].staff;
    const facts = { what: what(texts), count: String(count), link };
    const message = { ...say(texts('notice.text', { what: facts.what, link })), facts };
    // Behind a page to the same place, never before it.
    return [{ addressId, lane: 'conversation' as const, dedupeKey: `${key}:${id}`, message }];
  });
  await utter(scope, notified);
  return notified.length > 0;
}

/** Whether anything takes such news to them now. */
export const isReached = async (scope: Scope, staffId: string): Promise<boolean> =>
  (await hearsNow(scope, staffId)) || (await scope.stores.staff.addresses([staffId])).some(isReadLater);

const hearsNow = async ({ stores, now }: Scope, staffId: string): Promise<boolean> =>
  (await stores.duty.presence(now)).some((one) => one.staffId === staffId && one.hears);

const isReadLater = ({ addressId, activeAt, reachable, channel }: StaffAddress): boolean =>
  activeAt !== null && addressId !== null && reachable && READ_LATER.includes(channel);
