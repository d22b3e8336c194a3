import { checkAudience } from '../../campaigns/audience.ts';
import { type Campaign, type CampaignEnd, wordsFor } from '../../campaigns/campaign.ts';
import { isQuiet, LIFE_DAYS } from '../../campaigns/send-time.ts';
import { addMs, daysMs } from '../../core/clock.ts';
import { describeError } from '../../core/log.ts';
import { say } from '../../core/message.ts';
import { type ConversationParts, inScope, type Scope } from '../scope.ts';

/** Messages written by one round; several times what a platform takes in a second. */
const BATCH = 100;
/** Open pages are told when so many more are settled: they show tens. */
const TOLD_EVERY = 5;

/**
 * Begins campaigns whose time has come, writes the next messages of those that have begun, and ends what is over. All of
 * it is decided from rows, so that a round may be lost, doubled or run by several processes at once. Nobody is woken: in
 * a lane that waits for all others the sweep is early enough.
 */
export async function advanceCampaigns(parts: ConversationParts): Promise<void> {
  const ids = await parts.transactions.run(async (stores) => stores.campaigns.inMotion(await stores.now()));
  for (const id of ids) {
    await inScope(parts, (scope) => advance(scope, id)).catch((error: unknown) => {
      parts.log.error('campaign.round-failed', { campaign: id, ...describeError(error) });
    });
  }
}

async function advance(scope: Scope, id: string): Promise<void> {
  const { now } = scope;
  const one = await scope.stores.campaigns.lock(id);
  if (one === null) return;
  const expired = one.expiresAt !== null && one.expiresAt <= now;
  switch (one.status) {
    case 'scheduled':
      if (one.sendAt !== null && one.sendAt <= now && !isQuiet(now)) await begin(scope, one);
      return;
    case 'sending':
      return expired ? end(scope, one, 'expired') : goOn(scope, one);
    case 'paused':
      return expired ? end(scope, one, 'expired') : undefined;
    case 'draft':
    case 'done':
    case 'cancelled':
      return;
  }
}

/** Who is written to is settled now; who may not be written to after all is found out at each sending. */
async function begin(scope: Scope, one: Campaign): Promise<void> {
  const { stores, now } = scope;
  const problem = checkAudience(one.segment, await stores.campaigns.choose(one.id, one.segment));
  if (problem !== null) return end(scope, one, problem);
  await stores.campaigns.begin(one.id, now, addMs(now, daysMs(LIFE_DAYS)));
  await stores.tellChange('campaign');
}

async function goOn(scope: Scope, one: Campaign): Promise<void> {
  const { campaigns } = scope.stores;
  const released = await campaigns.release(one.id, scope.now);
  if (!isQuiet(scope.now)) await write(scope, one);
  const { waiting, sent, rest } = await campaigns.progress(one.id);
  if (waiting === 0) return end(scope, one, 'finished');
  const settled = sent + rest;
  const told = await campaigns.tell(one.id, settled - (settled % TOLD_EVERY));
  if (told || released > 0) await scope.stores.tellChange('campaign');
}

async function write(scope: Scope, one: Campaign): Promise<void> {
  const { stores, now, centre, parts } = scope;
  for (const { addressId, contactId, language } of await stores.campaigns.unwritten(one.id, BATCH)) {
    const outgoingId = parts.newId();
    const text = wordsFor(one, language, centre.contents[language].conversation('campaign.optOut'));
    const row = {
      id: outgoingId,
      addressId,
      lane: 'campaign' as const,
      dedupeKey: `campaign:${one.id}:${addressId}`,
      message: say(text),
      notBefore: now,
      caseId: null,
      authorStaffId: null,
    };
    await stores.outgoing.add([row], now);
    await stores.campaigns.written(one.id, contactId, outgoingId);
  }
}

async function end(scope: Scope, one: Campaign, how: CampaignEnd): Promise<void> {
  await scope.stores.campaigns.end(one.id, how, scope.now);
  await scope.stores.tellChange('campaign');
}
