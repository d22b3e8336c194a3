import { decideGate } from '../../campaigns/decide-gate.ts';
import { unreachable } from '../../core/result.ts';
import type { ClaimedOutgoing } from '../ports/outgoing-store.ts';
import type { Stores } from '../ports/stores.ts';

/**
 * The last look at a message of a campaign, in the transaction that claimed it. True: it is settled or put off, and must
 * not be sent. A row tells `withheld` for every reason alike: opted out, a case, a campaign that was cancelled.
 */
export async function withholdCampaign(
  stores: Stores,
  { id, lane }: Pick<ClaimedOutgoing, 'id' | 'lane'>,
  claimedBy: string,
  now: Date,
): Promise<boolean> {
  if (lane !== 'campaign') return false;
  const verdict = decideGate(await stores.campaigns.gateFacts(id), now);
  switch (verdict.kind) {
    case 'send':
      return false;
    case 'withhold':
      await stores.outgoing.failed(id, claimedBy, 'withheld');
      return true;
    case 'pause':
      await stores.outgoing.failed(id, claimedBy, 'paused');
      return true;
    case 'wait':
      await stores.outgoing.retry(id, claimedBy, verdict.until, 'quiet-hours');
      return true;
    default:
      return unreachable(verdict);
  }
}
