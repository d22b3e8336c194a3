import { addMs, hoursMs } from '../../../core/clock.ts';
import { say } from '../../../core/message.ts';
import { ok, type Result } from '../../../core/result.ts';
import type { KnownNotifier } from '../../../people/known-notifier.ts';
import type { StaffAccount } from '../../../people/staff.ts';
import type { AccountRefusal } from '../../../people/staff-desk.ts';
import { type Scope, utter } from '../../scope.ts';
import type { OfficeParts } from './staff-office.ts';

export const CODE_VALID_HOURS = 24;
const LONGEST_WECHAT_ID = 120;

/** An account in the one form in which it is known, and who speaks to it; null where the account writes first. */
export type ReadAccount = StaffAccount & { readonly speaker: KnownNotifier | null };

/** Reads what was typed, one after another, up to the first that cannot be used. */
export function readAccounts(
  notifiers: readonly KnownNotifier[],
  accounts: readonly StaffAccount[],
): Result<readonly ReadAccount[], never> | AccountRefusal {
  const read: ReadAccount[] = [];
  for (const one of accounts) {
    const found = readAccount(notifiers, one);
    if (typeof found === 'string') return { ok: false, code: found, account: one };
    read.push(found);
  }
  return ok(read);
}

function readAccount(
  notifiers: readonly KnownNotifier[],
  one: StaffAccount,
): ReadAccount | AccountRefusal['code'] {
  switch (one.channel) {
    case 'telegram':
      return /^[0-9]{1,20}$/.test(one.account) ? { ...one, speaker: null } : 'bad-account';
    case 'wechat': {
      const fits = one.account.length <= LONGEST_WECHAT_ID && /^[^\s\p{C}]+$/u.test(one.account);
      return fits ? { ...one, speaker: null } : 'bad-account';
    }
    default: {
      const ofKind = notifiers.filter(({ kind }) => kind === one.channel);
      const fitting = one.notifier === null ? ofKind : ofKind.filter(({ name }) => name === one.notifier);
      const [speaker, another] = fitting;
      if (speaker === undefined) return one.notifier === null ? 'no-notifier' : 'unknown-notifier';
      if (another !== undefined) return 'which-notifier';
      const account = speaker.readAccount(one.account);
      return account === null ? 'bad-account' : { ...one, account, notifier: speaker.name, speaker };
    }
  }
}

/** What the administrator hands over: one code for all accounts that write it back; the others get theirs sent. */
export type PreparedAccounts = { readonly code: string | null; readonly sentBy: readonly string[] };

export async function prepareAccounts(
  parts: OfficeParts,
  scope: Scope,
  staffId: string,
  accounts: readonly ReadAccount[],
  onCall: boolean,
): Promise<Result<PreparedAccounts, never> | AccountRefusal> {
  const echoed = parts.newCode();
  const sentBy: string[] = [];
  for (const { speaker, ...one } of accounts) {
    const code = speaker === null ? echoed : parts.newCode();
    const id = parts.newId();
    const sentTo = speaker === null ? null : await placeOf(scope, speaker, one.account);
    const prepared = await scope.stores.staff.prepareAddress({
      id,
      staffId,
      channel: one.channel,
      account: one.account,
      sentTo,
      code,
      expiresAt: codeExpiry(scope),
      onCall,
      now: scope.now,
    });
    if (!prepared.ok) return { ok: false, code: prepared.code, account: one };
    if (sentTo === null) continue;
    sentBy.push(sentTo.notifier);
    await sendCode(scope, id, sentTo.addressId, code);
  }
  return ok({ code: accounts.some(({ speaker }) => speaker === null) ? echoed : null, sentBy });
}

async function placeOf(scope: Scope, { kind, name }: KnownNotifier, account: string) {
  const place = { channel: kind, bot: name, account, now: scope.now };
  const { addressId } = await scope.stores.addresses.findOrCreate(place);
  return { notifier: name, addressId };
}

export const codeExpiry = (scope: Scope): Date => addMs(scope.now, hoursMs(CODE_VALID_HOURS));

/** Only whoever reads there may know it. */
export async function sendCode(scope: Scope, id: string, addressId: string, code: string): Promise<void> {
  const texts = scope.centre.contents[await scope.stores.addresses.language(addressId)].staff;
  await utter(scope, [
    {
      addressId,
      lane: 'conversation',
      dedupeKey: `code:${id}:${scope.now.getTime()}`,
      message: { ...say(texts('code.sent', { code, hours: CODE_VALID_HOURS })), facts: { code } },
    },
  ]);
}
