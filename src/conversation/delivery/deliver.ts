import type { Channel, ChannelName } from '../../core/channel.ts';
import type { BotName, ClaimedOutgoing, OutgoingPlace } from '../ports/outgoing-store.ts';
import { type ConversationParts, inScope, type Scope } from '../scope.ts';
import { callNextInLine, waitInLine } from './bulk-line.ts';
import { withholdCampaign } from './campaign-gate.ts';
import { findPlace } from './find-place.ts';
import { keepLastReply } from './last-reply.ts';
import { goesOn, markAll } from './mark.ts';
import { isBulk, type Pacer } from './pacer.ts';
import { send } from './send.ts';
import { goesAtOnce, sendAtOnce } from './send-at-once.ts';
import { wakeIn } from './wake-in.ts';
import { withholdPage } from './withhold-page.ts';
import { yieldNumbers } from './yield-numbers.ts';

export type HeldLease = {
  readonly name: string;
  readonly epoch: number;
  /**
   * Until then nobody else speaks; of `performance.now()`, which goes on while the process stands still. Asked anew for
   * each message, since one delivery may go on for much longer than a lease that is renewed meanwhile.
   */
  until(): number;
};

/** A channel that this process may speak through, and by what right. */
export type Voice = {
  readonly channel: Channel;
  readonly claimedBy: string;
  /** Null where no platform must hear one voice only. */
  readonly lease: HeldLease | null;
  readonly pacer: Pacer;
  /** False for our own page: what is marked as sent is itself what it shows. */
  readonly travels: boolean;
};

/** The voice for a bot, or null when another process has it. */
export type Voices = (channel: ChannelName, bot: string) => Voice | null;

/** Of a bot that must speak slowly, so many places are looked at in one go. */
const LOOKED_AT = 20;

/**
 * Sends what is due at the place of this row, in order, and nothing else: only rows go over the network. Harmless
 * when the row was sent already or another process speaks for this bot. A bot with a pace takes what is most urgent
 * instead, one at a time.
 */
export async function deliver(parts: ConversationParts, voices: Voices, outgoingId: string): Promise<void> {
  const place = await findPlace(parts.transactions, outgoingId);
  if (place === null) return;
  const voice = voices(place.channel, place.bot);
  if (voice === null) return;
  if (goesAtOnce(voice, place)) return sendAtOnce(parts, voice, place);
  if (voice.channel.capabilities.pace !== null) return speakInTurn(parts, voice, place);
  while (await sendNext(parts, voice, place, outgoingId)) {
    // until nothing at this place is due, or the pace asks for a wait
  }
}

/** Bots that are speaking now, so that nobody overtakes what is more urgent. */
const speaking = new WeakSet<Pacer>();

async function speakInTurn(parts: ConversationParts, voice: Voice, bot: BotName): Promise<void> {
  if (speaking.has(voice.pacer)) return;
  speaking.add(voice.pacer);
  try {
    while (await sendMostUrgent(parts, voice, bot)) {
      // until nothing is due, or the pace asks for a wait
    }
  } finally {
    speaking.delete(voice.pacer);
  }
}

async function sendMostUrgent(parts: ConversationParts, voice: Voice, bot: BotName): Promise<boolean> {
  const due = await parts.transactions.run(async (stores) =>
    stores.outgoing.duePlaces(await stores.now(), [{ channel: bot.channel, bot: bot.bot }], LOOKED_AT),
  );
  for (const id of due) {
    const place = await findPlace(parts.transactions, id);
    if (place === null) continue;
    const wait = voice.pacer.waitMs(place.lane, performance.now());
    if (wait > 0) {
      wakeLater(parts, voice, place, id, wait);
      if (isBulk(place.lane)) continue;
      return false;
    }
    if (await sendNext(parts, voice, place, id)) return true;
  }
  return false;
}

/** Whether something was settled at this place, so that the next may follow. */
async function sendNext(
  parts: ConversationParts,
  voice: Voice,
  place: OutgoingPlace,
  wakeId: string,
): Promise<boolean> {
  if (!voice.travels) return showNext(parts, voice, place);
  const wait = voice.pacer.waitMs(place.lane, performance.now());
  if (wait > 0) {
    wakeLater(parts, voice, place, wakeId, wait);
    return false;
  }
  voice.pacer.reserve(place.lane, performance.now());
  if (isBulk(place.lane)) wakeNext(parts, voice, place, wakeId);
  const claimed = await inScope(parts, (scope) => claimNext(scope, voice, place));
  if (claimed === null) return false;
  const outcome = await send(parts, voice, claimed);
  if (outcome.kind !== 'temporary') voice.pacer.spoke(performance.now());
  await inScope(parts, (scope) => markAll(scope, [{ claimed, claimedBy: voice.claimedBy, outcome }]));
  return goesOn(outcome);
}

function wakeLater(
  { queue }: ConversationParts,
  { pacer }: Voice,
  { lane }: OutgoingPlace,
  id: string,
  wait: number,
): void {
  if (!isBulk(lane) || waitInLine(pacer, id, wait, performance.now())) wakeIn(queue, id, wait);
}

function wakeNext({ queue }: ConversationParts, { pacer }: Voice, { lane }: OutgoingPlace, id: string): void {
  const at = performance.now();
  const wait = pacer.waitMs(lane, at);
  const next = callNextInLine(pacer, id, wait, at);
  if (next !== null) wakeIn(queue, next, wait);
}

async function claimNext(scope: Scope, voice: Voice, place: OutgoingPlace): Promise<ClaimedOutgoing | null> {
  const { buttons, replyQuota } = voice.channel.capabilities;
  const mayYield = place.lane === 'reminder' && !buttons;
  // Before any row: a turn of theirs locks the address first, too, and lets go what is held; what was held a moment later
  // would wait for their next word.
  const address = mayYield || replyQuota !== null ? await scope.stores.addresses.lock(place.addressId) : null;
  if (place.lane === 'reminder') await scope.stores.outgoing.dropStale(place.addressId, scope.now);
  await keepLastReply(scope, voice.channel.capabilities, place);
  const { claimedBy, lease } = voice;
  const claimed = await scope.stores.outgoing.claim(place, { claimedBy, lease, now: scope.now });
  if (claimed === null) return null;
  if (mayYield && address !== null) return yieldNumbers(scope, address, claimed);
  if (await withholdPage(scope, claimed, claimedBy)) return null;
  return (await withholdCampaign(scope.stores, claimed, claimedBy, scope.now)) ? null : claimed;
}

/** Without a network between, taking and marking are one transaction: nothing can be left half done. */
const showNext = (parts: ConversationParts, voice: Voice, place: OutgoingPlace): Promise<boolean> =>
  inScope(parts, async (scope) => {
    const claimed = await claimNext(scope, voice, place);
    if (claimed === null) return false;
    const outcome = await send(parts, voice, claimed);
    await markAll(scope, [{ claimed, claimedBy: voice.claimedBy, outcome }]);
    return goesOn(outcome);
  });
