import { CANARY_BOT } from '../../conversation/canary/keep-canary.ts';
import type { Voice } from '../../conversation/delivery/deliver.ts';
import { createPacer } from '../../conversation/delivery/pacer.ts';
import { type Channel, SINK } from '../../core/channel.ts';
import { random } from '../random.ts';

/** Takes what the canary is told and keeps none of it; any process with workers may speak through it. */
export function createSinkVoice(holder: string): Voice {
  const channel: Channel = {
    name: SINK,
    bot: CANARY_BOT,
    capabilities: {
      buttons: true,
      startsChats: true,
      longestText: 20_000,
      pace: null,
      bulkEveryMs: 0,
      replyQuota: null,
      keepsUnheard: true,
    },
    start: async () => undefined,
    send: async () => ({ kind: 'sent', externalId: null }),
    fetchFile: async () => ({ kind: 'gone', code: 'forgotten' }),
    loginCode: () => null,
    stop: async () => undefined,
    state: () => ({ state: 'ready', code: null }),
  };
  return {
    channel,
    claimedBy: holder,
    lease: null,
    pacer: createPacer(channel.capabilities, random),
    travels: true,
  };
}
