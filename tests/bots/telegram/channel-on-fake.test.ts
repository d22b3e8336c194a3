import { createTelegramChannel } from '../../../src/bots/telegram/telegram-channel.ts';
import { type ChannelHarness, channelContract } from '../../contracts/channel-contract.ts';
import { startFakeTelegram } from '../../fakes/telegram/fake-telegram.ts';
import { createRecordedLog, FAST } from './support.ts';

const PERSON = 7_001;

async function makeHarness(): Promise<ChannelHarness> {
  const telegram = await startFakeTelegram();
  const { token, apiRoot } = telegram;
  return {
    channel: createTelegramChannel({ token, apiRoot, log: createRecordedLog().log, timing: FAST }),
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
      telegram.redeliver();
    },
    close: telegram.close,
  };
}

const PLATFORM = { buttons: true, carriesNul: true, redelivers: true, blocks: true, oneVoice: true };

channelContract('Telegram on our fake', PLATFORM, makeHarness);
