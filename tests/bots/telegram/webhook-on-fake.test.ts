import type { Receive } from '../../../src/core/channel.ts';
import { type ChannelHarness, channelContract } from '../../contracts/channel-contract.ts';
import { createWebhookRig } from './webhook-support.ts';

const PERSON = 7_003;

async function makeHarness(): Promise<ChannelHarness> {
  let started: Receive | null = null;
  const receive: Receive = async (incoming) => {
    if (started === null) throw new Error('nobody listens');
    await started(incoming);
  };
  const { telegram, channel, logged, stopDoor, close } = await createWebhookRig({ door: { receive } });
  return {
    // One process with both parts: what comes in by the door, and what looks after the webhook.
    channel: {
      ...channel,
      async start(given) {
        started = given;
        const before = logged.entries.length;
        await channel.start(given);
        // A post may come in before the first look at the webhook is over.
        await logged.waitForState('ready', null, before);
      },
      async stop() {
        await Promise.all([channel.stop(), started && stopDoor()]);
      },
    },
    longestIncoming: 4_096,
    async personSays(text) {
      telegram.userSays(PERSON, text);
    },
    async personTaps(label) {
      telegram.userTaps(PERSON, label);
    },
    async personSees(count) {
      const sent = await telegram.waitForMessages(PERSON, count);
      return sent.map((message) => [message.text, ...message.labels].join('\n'));
    },
    async block() {
      telegram.userBlocks(PERSON);
    },
    async redeliver() {
      await telegram.waitUntilConfirmed();
      telegram.redeliver();
    },
    close,
  };
}

const PLATFORM = { buttons: true, carriesNul: true, redelivers: true, blocks: true, oneVoice: true };

channelContract('Telegram by webhook on our fake', PLATFORM, makeHarness);
