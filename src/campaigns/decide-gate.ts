import type { CampaignStatus } from './campaign.ts';
import { afterQuietHours } from './send-time.ts';

/** What is known of one message at the moment at which it is to leave. */
export type GateFacts = {
  readonly status: CampaignStatus;
  readonly expiresAt: Date | null;
  /** Still agreed, not opted out, reachable, no staff. */
  readonly optedIn: boolean;
  readonly openCase: boolean;
};

export type Verdict =
  | { readonly kind: 'send' }
  /** Never; the row does not tell why. */
  | { readonly kind: 'withhold' }
  /** Until the campaign goes on. */
  | { readonly kind: 'pause' }
  | { readonly kind: 'wait'; readonly until: Date };

/**
 * The last word on each message of a campaign. Somebody with an open case is left out here and nowhere earlier, so that
 * no number that an author sees beforehand depends on it. Null facts: nobody's campaign, and nothing is sent.
 */
export function decideGate(facts: GateFacts | null, now: Date): Verdict {
  if (facts === null || !facts.optedIn || facts.openCase) return { kind: 'withhold' };
  if (facts.expiresAt !== null && facts.expiresAt <= now) return { kind: 'withhold' };
  if (facts.status === 'paused') return { kind: 'pause' };
  if (facts.status !== 'sending') return { kind: 'withhold' };
  const until = afterQuietHours(now);
  return until > now ? { kind: 'wait', until } : { kind: 'send' };
}
