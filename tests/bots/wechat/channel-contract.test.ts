import { type ChannelHarness, channelContract } from '../../contracts/channel-contract.ts';
import { createRig } from './support.ts';

const PERSON = 'wxid_student';

async function makeHarness(): Promise<ChannelHarness> {
  const { channel, wechat, close } = await createRig();
  return {
    channel,
    longestIncoming: 4_096,
    async personSays(text) {
      await wechat.waitUntilConnected();
      wechat.says(PERSON, text);
    },
    async personTaps() {
      throw new Error('WeChat has no buttons');
    },
    async personSees(count) {
      return (await wechat.waitForMessages(PERSON, count)).map(({ text }) => text);
    },
    async block() {
      throw new Error('WeChat does not say that somebody shut the bot out');
    },
    async redeliver() {
      throw new Error('WeChat says everything once');
    },
    close,
  };
}

const PLATFORM = { buttons: false, carriesNul: true, redelivers: false, blocks: false, oneVoice: true };

channelContract('WeChat through a puppet service', PLATFORM, makeHarness);
