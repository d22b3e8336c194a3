import { addMs, minutesMs } from '../core/clock.ts';
import { say } from '../core/message.ts';
import { IDENTITY_CODE_MINUTES, makeIdentityCode } from '../core/read-identity.ts';
import type { BorneOut } from '../people/identity-store.ts';
import { type ConversationParts, inScope, type Scope, utter } from './scope.ts';

/** Claims looked into in one round. */
const AT_ONCE = 20;

/**
 * Looks into what students said of themselves, and sends a code to the mailbox of the roster where it bears them out. Done
 * apart from their turn: neither what they hear nor how fast tells whether there is such a number. A claim is taken once,
 * and its mail is a row of the same transaction.
 */
export async function sendIdentityCodes(parts: ConversationParts): Promise<void> {
  await inScope(parts, async (scope) => {
    for (const claim of await scope.stores.bindings.settleClaims(scope.now, AT_ONCE))
      await mailCode(scope, claim);
  });
}

async function mailCode(scope: Scope, { claimId, addressId, mailbox }: BorneOut): Promise<void> {
  const { stores, now, parts, centre } = scope;
  const notifier = parts.notifiers.find(({ kind }) => kind === 'email');
  const account = mailbox === null ? null : (notifier?.readAccount(mailbox) ?? null);
  if (notifier === undefined || account === null) return;
  const code = makeIdentityCode(parts.newSecret);
  const expiresAt = addMs(now, minutesMs(IDENTITY_CODE_MINUTES));
  await stores.bindings.mailCode({ id: parts.newId(), claimId, code, expiresAt, now });
  const language = await stores.addresses.language(addressId);
  const { conversation } = centre.contents[language];
  const text = conversation('identity.mail', { code, minutes: IDENTITY_CODE_MINUTES });
  const to = await stores.addresses.findOrCreate({ channel: 'email', bot: notifier.name, account, now });
  await utter(scope, [
    {
      addressId: to.addressId,
      lane: 'conversation',
      dedupeKey: `identity-code:${claimId}`,
      message: { ...say(text), facts: { code, what: conversation('identity.mailSubject') } },
    },
  ]);
}
