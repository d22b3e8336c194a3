import { createBatch } from '../../core/batch.ts';
import type { ClaimedOutgoing, OutgoingPlace } from '../ports/outgoing-store.ts';
import { type ConversationParts, inScope, type Scope } from '../scope.ts';
import type { Voice } from './deliver.ts';
import { type Finished, goesOn, markAll } from './mark.ts';
import { isBulk, type Pacer } from './pacer.ts';
import { send } from './send.ts';
import { withholdPage } from './withhold-page.ts';

/** Places that are served by one transaction. */
const MOST_AT_ONCE = 50;

/** What was sent at a place, if anything was, and the wish for what comes next there. */
type Step = { readonly voice: Voice; readonly place: OutgoingPlace; readonly finished: Finished | null };
type TakeStep = (step: Step) => Promise<ClaimedOutgoing | null>;

/** Neither the platform nor the lane asks for a pace or counts answers: what is due may go at any moment. */
export const goesAtOnce = ({ channel, travels }: Voice, { lane }: OutgoingPlace): boolean =>
  travels && !isBulk(lane) && channel.capabilities.pace === null && channel.capabilities.replyQuota === null;

/**
 * Sends what is due at a place, one after the other. Each place goes at its own speed; but what one of them has to write
 * down and what others want to take in hand is one transaction, since a crowd of small ones costs more than the sending.
 */
export async function sendAtOnce(
  parts: ConversationParts,
  voice: Voice,
  place: OutgoingPlace,
): Promise<void> {
  const take = stepsOf(parts, voice.pacer);
  let claimed = await take({ voice, place, finished: null });
  while (claimed !== null) {
    const outcome = await send(parts, voice, claimed);
    claimed = await take({ voice, place, finished: { claimed, claimedBy: voice.claimedBy, outcome } });
  }
}

const steps = new WeakMap<Pacer, TakeStep>();

function stepsOf(parts: ConversationParts, pacer: Pacer): TakeStep {
  const known = steps.get(pacer);
  if (known !== undefined) return known;
  const made = createBatch(MOST_AT_ONCE, (batch: readonly Step[]) =>
    inScope(parts, (scope) => takeSteps(scope, batch)),
  );
  steps.set(pacer, made);
  return made;
}

/** Answers what was taken in hand for each step, or null where nothing more is due. */
async function takeSteps(scope: Scope, batch: readonly Step[]): Promise<(ClaimedOutgoing | null)[]> {
  await markAll(
    scope,
    batch.flatMap(({ finished }) => finished ?? []),
  );
  const wishes = batch.filter(({ finished }) => finished === null || goesOn(finished.outcome));
  const claimed = new Map<string, ClaimedOutgoing>();
  for (const [voice, places] of byVoice(wishes)) {
    const claim = { claimedBy: voice.claimedBy, lease: voice.lease, now: scope.now };
    for (const one of await scope.stores.outgoing.claimAll(places, claim))
      if (!(await withholdPage(scope, one, voice.claimedBy))) claimed.set(nameOf(one), one);
  }
  return batch.map((step) => {
    if (!wishes.includes(step)) return null;
    const one = claimed.get(nameOf(step.place)) ?? null;
    // Two may have been woken for the same place: only one of them has it in hand.
    claimed.delete(nameOf(step.place));
    return one;
  });
}

/** The right to speak may have changed hands meanwhile; each place once. */
function byVoice(batch: readonly Step[]): [Voice, OutgoingPlace[]][] {
  const groups = new Map<string, [Voice, Map<string, OutgoingPlace>]>();
  for (const { voice, place } of batch) {
    const group = groups.get(voice.claimedBy) ?? [voice, new Map<string, OutgoingPlace>()];
    group[1].set(nameOf(place), place);
    groups.set(voice.claimedBy, group);
  }
  return [...groups.values()].map(([voice, places]) => [voice, [...places.values()]]);
}

const nameOf = ({ addressId, lane }: Pick<OutgoingPlace, 'addressId' | 'lane'>): string =>
  `${addressId} ${lane}`;
