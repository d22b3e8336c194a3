import type { Channel, ChannelName, SendOutcome } from '../../core/channel.ts';
import { addMs } from '../../core/clock.ts';
import { describeError, type Logger } from '../../core/log.ts';
import type { BotMessage } from '../../core/message.ts';
import { unreachable } from '../../core/result.ts';
import { caseWake } from '../escalation/escalation.ts';
import type { ClaimedOutgoing, OutgoingPlace } from '../ports/outgoing-store.ts';
import { type ConversationParts, inScope, type Scope } from '../scope.ts';
import { type StaffTexts, tellStaff } from '../staff/relay.ts';

/** A crisis waits for no platform's convenience longer than this, in ms. */
const CRISIS_RETRY_MS = 2_000;
const UNKNOWN_RETRY_MS = 500;

/** A channel that this process may speak through, and by what right. */
export type Voice = {
  readonly channel: Channel;
  readonly claimedBy: string;
  /** Null for our own page, which has no platform that must hear one voice only. */
  readonly lease: { readonly name: string; readonly epoch: number } | null;
};

/** The voice for a bot, or null when another process has it. */
export type Voices = (channel: ChannelName, bot: string) => Voice | null;

/**
 * Sends what is due at the place of this row, in order, and nothing else: only rows go over the network. Harmless
 * when the row was sent already or another process speaks for this bot.
 */
export async function deliver(parts: ConversationParts, voices: Voices, outgoingId: string): Promise<void> {
  const place = await parts.transactions.run((stores) => stores.outgoing.place(outgoingId));
  if (place === null) return;
  const voice = voices(place.channel, place.bot);
  if (voice === null) return;
  while (await sendNext(parts, voice, place)) {
    // until nothing at this place is due
  }
}

async function sendNext(parts: ConversationParts, voice: Voice, place: OutgoingPlace): Promise<boolean> {
  const { claimedBy, lease } = voice;
  if (lease === null) return showNext(parts, voice, place);
  const claimed = await parts.transactions.run(async (stores) =>
    stores.outgoing.claim(place, { claimedBy, lease, now: await stores.now() }),
  );
  if (claimed === null) return false;
  const outcome = await send(
    voice.channel,
    claimed,
    parts.centre().contents[claimed.language].conversation('repeat.prefix'),
    parts.log,
  );
  await inScope(parts, (scope) => mark(scope, claimed, claimedBy, outcome));
  return outcome.kind === 'sent' || outcome.kind === 'permanent';
}

/** Without a network between, taking and marking are one transaction: nothing can be left half done. */
const showNext = (parts: ConversationParts, voice: Voice, place: OutgoingPlace): Promise<boolean> =>
  inScope(parts, async (scope) => {
    const { claimedBy, lease, channel } = voice;
    const claimed = await scope.stores.outgoing.claim(place, { claimedBy, lease, now: scope.now });
    if (claimed === null) return false;
    const outcome = await send(
      channel,
      claimed,
      scope.centre.contents[claimed.language].conversation('repeat.prefix'),
      parts.log,
    );
    await mark(scope, claimed, claimedBy, outcome);
    return outcome.kind === 'sent' || outcome.kind === 'permanent';
  });

async function send(
  channel: Channel,
  claimed: ClaimedOutgoing,
  prefix: string,
  log: Logger,
): Promise<SendOutcome> {
  const { message } = claimed;
  const marked: BotMessage = claimed.repeat ? { ...message, text: `${prefix}${message.text}` } : message;
  try {
    return await channel.send(claimed.account, marked);
  } catch (error) {
    log.error('channel.threw', { channel: channel.name, outgoing: claimed.id, ...describeError(error) });
    return { kind: 'unknown', code: 'channel-threw' };
  }
}

async function mark(
  scope: Scope,
  claimed: ClaimedOutgoing,
  claimedBy: string,
  outcome: SendOutcome,
): Promise<void> {
  const { stores, now, parts } = scope;
  const { outgoing } = stores;
  switch (outcome.kind) {
    case 'sent':
      await outgoing.sent(claimed.id, claimedBy, outcome.externalId, now);
      await noteContact(scope, claimed);
      break;
    case 'temporary': {
      const wait =
        claimed.lane === 'crisis' ? Math.min(outcome.retryAfterMs, CRISIS_RETRY_MS) : outcome.retryAfterMs;
      await outgoing.retry(claimed.id, claimedBy, addMs(now, wait), outcome.code);
      void parts.queue.wake('delivery', claimed.id, wait);
      break;
    }
    case 'permanent':
      await outgoing.failed(claimed.id, claimedBy, outcome.code);
      if (outcome.code !== 'rejected') await stores.addresses.setReachable(claimed.addressId, false);
      await tellAuthor(scope, claimed);
      await noteUnheard(scope, claimed);
      break;
    case 'unknown':
      await outgoing.unknown(claimed.id, claimedBy, outcome.code, addMs(now, UNKNOWN_RETRY_MS));
      void parts.queue.wake('delivery', claimed.id, UNKNOWN_RETRY_MS);
      break;
    default:
      unreachable(outcome);
  }
  await stores.tellChange(`address:${claimed.addressId}`, ...(claimed.caseId === null ? [] : ['case']));
}

/** A counsellor has spoken when the words were sent, not when they were written. */
async function noteContact(scope: Scope, { caseId, authorStaffId }: ClaimedOutgoing): Promise<void> {
  if (caseId === null || authorStaffId === null) return;
  await scope.stores.cases.markContacted(caseId, authorStaffId, scope.now);
}

/** A student's words that cannot reach their counsellor must not wait for one who never heard them. */
async function noteUnheard(
  scope: Scope,
  { caseId, authorStaffId, addressId }: ClaimedOutgoing,
): Promise<void> {
  if (caseId === null || authorStaffId !== null) return;
  const one = await scope.stores.cases.byId(caseId);
  if (one === null || one.addressId === addressId) return;
  await scope.stores.cases.markUnanswered(caseId, scope.now);
  scope.after.escalations.push({ id: caseWake(caseId), at: scope.now });
}

/** A counsellor whose words cannot reach the student must know, to phone instead. */
async function tellAuthor(scope: Scope, claimed: ClaimedOutgoing): Promise<void> {
  if (claimed.authorStaffId === null || claimed.caseId === null) return;
  const one = await scope.stores.cases.byId(claimed.caseId);
  if (one === null) return;
  const link = `${scope.parts.publicUrl}/console/cases/${one.id}`;
  const { number } = one;
  const compose = (texts: StaffTexts): string => texts('relay.failed', { number, link });
  await tellStaff(scope, claimed.authorStaffId, compose, `failed:${claimed.id}`, one.id);
}
