import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { WechatTiming } from '../../../src/bots/wechat/timing.ts';
import { createWechatChannel, type WechatChannelOptions } from '../../../src/bots/wechat/wechat-channel.ts';
import type { Channel } from '../../../src/core/channel.ts';
import { createInbox, type Inbox } from '../../contracts/inbox.ts';
import { type FakeWechat, startFakeWechat } from '../../fakes/wechat/fake-wechat.ts';
import { createRecordedLog, type RecordedLog } from '../telegram/support.ts';

/** Short times, so that tests of retries are over quickly; silence stays long since most tests are silent. */
export const FAST: Partial<WechatTiming> = {
  dingEveryMs: 500,
  signInGraceMs: 200,
  restartMs: 5,
  longestRestartMs: 50,
  discardMs: 1_000,
  retryMs: 5,
  longestRetryMs: 20,
  signedOutMs: 20,
};

export type Rig = {
  readonly wechat: FakeWechat;
  readonly channel: Channel;
  readonly inbox: Inbox;
  readonly logged: RecordedLog;
  readonly memoryFile: string;
  /** Starts the channel and waits until it hears people. */
  begin(): Promise<void>;
  close(): Promise<void>;
};

export type RigOptions = {
  readonly signedIn?: boolean;
  /** Instead of the fake's own. */
  readonly token?: string;
  readonly tls?: Readonly<Record<string, unknown>>;
};

/** A channel on a fake of its own, with an account signed in unless told otherwise; not started. */
export async function createRig(
  options: Partial<WechatChannelOptions> = {},
  { signedIn = true, ...service }: RigOptions = {},
): Promise<Rig> {
  const wechat = await startFakeWechat();
  if (signedIn) wechat.login();
  const folder = await mkdtemp(join(tmpdir(), 'wechat-memory-'));
  const memoryFile = join(folder, 'card', 'wechat.memory-card.json');
  const logged = createRecordedLog();
  const inbox = createInbox();
  const { puppet } = wechat;
  const puppetOptions = { ...wechat.puppetOptions, ...service };
  const channel = createWechatChannel({
    puppet,
    puppetOptions,
    memoryFile,
    startsChats: true,
    replyQuota: null,
    log: logged.log,
    ...options,
    timing: { ...FAST, ...options.timing },
  });
  return {
    wechat,
    channel,
    inbox,
    logged,
    memoryFile,
    async begin() {
      const before = logged.entries.length;
      await channel.start(inbox.receive);
      await wechat.waitUntilConnected();
      if (signedIn) await logged.waitForState('ready', null, before);
    },
    async close() {
      await channel.stop();
      await wechat.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
