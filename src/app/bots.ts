import { createTelegramChannel } from '../bots/telegram/telegram-channel.ts';
import { createWebChannel, type WebChannel } from '../bots/web/web-channel.ts';
import type { Voice, Voices } from '../conversation/delivery/deliver.ts';
import { type BotKeeper, keepBot } from '../conversation/delivery/keep-bot.ts';
import type { OfficeParts } from '../conversation/desks/staff-office.ts';
import { asReceive, createIntake } from '../conversation/intake.ts';
import type { LeaseStore, PartStore } from '../conversation/ports/process-store.ts';
import type { Channel, ChannelName } from '../core/channel.ts';
import type { Environment } from '../settings/environment.ts';
import type { Endings } from './endings.ts';
import { TELEGRAM_COMMANDS } from './telegram-commands.ts';

export type Bots = {
  readonly web: WebChannel;
  readonly voices: Voices;
  /** Bots that this process may speak for, the page included. */
  readonly names: readonly { readonly channel: ChannelName; readonly bot: string }[];
  /** Tells how the channels are; whoever does not hold a bot knows nothing of it. */
  tellStates(parts: PartStore): Promise<void>;
};

/** The page's channel always, and every bot of a platform that is set up and that this process may run. */
export async function startBots(
  environment: Environment,
  office: OfficeParts,
  leases: LeaseStore,
  runsPlatforms: boolean,
  holder: string,
  endings: Endings,
): Promise<Bots> {
  const receive = asReceive(createIntake(office));
  const web = createWebChannel();
  await web.start(receive);
  endings.add(() => web.stop());
  const channels: Channel[] = runsPlatforms ? createChannels(environment, office) : [];
  const keepers = channels.map((channel): BotKeeper => {
    const { transactions, log } = office;
    const keeper = keepBot({ channel, leases, transactions, receive, holder, log });
    endings.add(() => keeper.stop());
    return keeper;
  });
  const webVoice: Voice = { channel: web, claimedBy: holder, lease: null };
  return {
    web,
    names: [web, ...channels].map(({ name, bot }) => ({ channel: name, bot })),
    voices(channel, bot) {
      if (channel === 'web') return webVoice;
      const held = keepers.map((keeper) => keeper.voice());
      return held.find((voice) => voice?.channel.name === channel && voice.channel.bot === bot) ?? null;
    },
    async tellStates(parts) {
      for (const keeper of keepers) {
        const channel = keeper.voice()?.channel;
        if (channel) await parts.tell(channel.name, channel.state().state, channel.state().code);
      }
    },
  };
}

function createChannels({ telegram }: Environment, { log }: OfficeParts): Channel[] {
  if (telegram === null) return [];
  const { token, apiRoot } = telegram;
  return [createTelegramChannel({ token, apiRoot, commands: TELEGRAM_COMMANDS, log })];
}
