/**
 * The same contract on somebody else's server: telegram-test-api answers empty polls at once, has no offsets and
 * knows nine methods, so blocking and redelivery cannot be shown here.
 */
import { once } from 'node:events';
import { TelegramServer } from 'telegram-test-api/lib/telegramServer.js';
import { createTelegramChannel } from '../../../src/bots/telegram/telegram-channel.ts';
import { type ChannelHarness, channelContract } from '../../contracts/channel-contract.ts';
import { findFreePort } from '../../support/free-port.ts';
import { createRecordedLog, FAST } from './support.ts';

const TOKEN = '700200:token-of-the-other-server';
const PERSON = 7_002;

type Shown = {
  readonly text: string;
  readonly buttons: readonly { readonly text: string; readonly callback_data: string }[];
};

async function makeHarness(): Promise<ChannelHarness> {
  const server = new TelegramServer({ port: await findFreePort(), host: '127.0.0.1' });
  await server.start();
  const client = server.getClient(TOKEN, { chatId: PERSON, userId: PERSON });
  const shown = (): Shown[] =>
    server.storage.botMessages.map(({ message }) => ({
      text: message.text,
      buttons: readButtons(message.reply_markup),
    }));
  return {
    channel: createTelegramChannel({
      token: TOKEN,
      apiRoot: `${server.config.apiURL}/`,
      log: createRecordedLog().log,
      commands: [{ command: 'help', description: '帮助' }],
      timing: FAST,
    }),
    longestIncoming: 4_096,
    async personSays(text) {
      await client.sendMessage(client.makeMessage(text));
    },
    async personTaps(label) {
      const button = shown()
        .flatMap((message) => message.buttons)
        .find((one) => one.text === label);
      if (button === undefined) throw new Error(`no button ${label}`);
      await client.sendCallback(client.makeCallbackQuery(button.callback_data));
    },
    async personSees(count) {
      while (shown().length < count)
        await once(server, 'AddedBotMessage', { signal: AbortSignal.timeout(5_000) });
      return shown().map((message) =>
        [message.text, ...message.buttons.map((button) => button.text)].join('\n'),
      );
    },
    block: () => Promise.reject(new Error('this server knows no blocking')),
    redeliver: () => Promise.reject(new Error('this server delivers once')),
    async close() {
      await server.stop();
    },
  };
}

function readButtons(markup: unknown): Shown['buttons'] {
  const rows = (markup as { inline_keyboard?: Shown['buttons'][] } | undefined)?.inline_keyboard;
  return (rows ?? []).flat();
}

const PLATFORM = { buttons: true, carriesNul: true, redelivers: false, blocks: false, oneVoice: true };

channelContract('Telegram on telegram-test-api', PLATFORM, makeHarness);
