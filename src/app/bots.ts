import { join } from 'node:path';
import { createTelegramChannel } from '../bots/telegram/telegram-channel.ts';
import { createWebChannel, type WebChannel } from '../bots/web/web-channel.ts';
import { createWechatChannel } from '../bots/wechat/wechat-channel.ts';
import type { Voice, Voices } from '../conversation/delivery/deliver.ts';
import { type BotKeeper, keepBot } from '../conversation/delivery/keep-bot.ts';
import { createPacer } from '../conversation/delivery/pacer.ts';
import type { OfficeParts } from '../conversation/desks/people/staff-office.ts';
import type { BotStore, LeaseStore, PartStore } from '../conversation/ports/process-store.ts';
import { type Channel, type ChannelName, type Receive, SINK } from '../core/channel.ts';
import type { Logger } from '../core/log.ts';
import { createNotifier } from '../notifiers/create-notifier.ts';
import type { Settings } from '../settings.ts';
import { createSinkVoice } from './crisis-path/sink-voice.ts';
import type { Endings } from './endings.ts';
import type { Fault } from './fault.ts';
import { random } from './random.ts';
import { TELEGRAM_COMMANDS } from './telegram-commands.ts';

/** Told when somebody has to scan something to sign a bot in. */
export type OnLogin = (bot: { readonly channel: ChannelName; readonly bot: string }, code: string) => void;

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
  settings: Settings,
  office: OfficeParts,
  leases: LeaseStore,
  bots: BotStore,
  runsPlatforms: boolean,
  holder: string,
  endings: Endings,
  onLogin: OnLogin,
  fault: Pick<Fault, 'watch' | 'receive'>,
  channels: readonly Channel[],
): Promise<Bots> {
  const { watch } = fault;
  const receive = fault.receive.orKeep;
  const web = createWebChannel({
    givesUp: watch.isDown,
    readUpload: (file) => office.transactions.read((stores) => stores.uploads.read(file)),
  });
  await web.start(fault.receive.orReject);
  endings.add(() => web.stop());
  const notifiers = runsPlatforms ? await startNotifiers(settings, holder, receive, office.log, endings) : [];
  const keepers = channels.map((channel): BotKeeper => {
    const { log } = office;
    const keeper = keepBot({
      channel,
      leases,
      bots,
      conversation: office,
      receive,
      holder,
      onLogin,
      isAway: async () => !(await watch.comesBack()),
      random: random,
      log,
    });
    endings.add(() => keeper.stop());
    return keeper;
  });
  const pacer = createPacer(web.capabilities, random);
  const webVoice: Voice = { channel: web, claimedBy: holder, lease: null, pacer, travels: false };
  const sinkVoice = createSinkVoice(holder);
  return {
    web,
    names: [web, ...channels, ...notifiers.map((voice) => voice.channel)].map(({ name, bot }) => ({
      channel: name,
      bot,
    })),
    voices(channel, bot) {
      if (channel === 'web') return webVoice;
      if (channel === SINK) return sinkVoice;
      const held = [...keepers.map((keeper) => keeper.voice()), ...notifiers];
      return held.find((voice) => voice?.channel.name === channel && voice.channel.bot === bot) ?? null;
    },
    async tellStates(parts) {
      for (const keeper of keepers) {
        const channel = keeper.voice()?.channel;
        if (channel) await parts.tell(channel.name, channel.state().state, channel.state().code);
      }
      for (const { channel } of notifiers) {
        await parts.tell(`${channel.name}:${channel.bot}`, channel.state().state, channel.state().code);
      }
    },
  };
}

/** Every bot of a platform that is set up; nothing is asked before it starts. */
export function createChannels({ environment }: Settings, log: Logger): Channel[] {
  const { telegram, wechat, dataDir } = environment;
  const channels: Channel[] = [];
  if (telegram !== null)
    channels.push(createTelegramChannel({ ...telegram, commands: TELEGRAM_COMMANDS, log }));
  if (wechat !== null) {
    const { options: puppetOptions, replies: replyQuota, ...rest } = wechat;
    const memoryFile = join(dataDir, 'wechat', `${wechat.name}.memory-card.json`);
    channels.push(createWechatChannel({ ...rest, puppetOptions, replyQuota, memoryFile, log }));
  }
  return channels;
}

/** Any process that runs bots may speak through them: nobody hears whether it was one voice. */
async function startNotifiers(
  { notifiers }: Settings,
  holder: string,
  receive: Receive,
  log: Logger,
  endings: Endings,
): Promise<Voice[]> {
  const voices: Voice[] = [];
  for (const one of notifiers) {
    const channel = createNotifier(one, { log });
    await channel.start(receive);
    endings.add(() => channel.stop());
    const pacer = createPacer(channel.capabilities, random);
    voices.push({ channel, claimedBy: holder, lease: null, pacer, travels: true });
  }
  return voices;
}
