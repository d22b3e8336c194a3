import {
  createTelegramChannel,
  type TelegramChannelOptions,
} from '../../../src/bots/telegram/telegram-channel.ts';
import type { TelegramTiming } from '../../../src/bots/telegram/timing.ts';
import type { Channel } from '../../../src/core/channel.ts';
import type { LogFields, Logger } from '../../../src/core/log.ts';
import { createInbox, type Inbox } from '../../contracts/inbox.ts';
import { createChanges } from '../../fakes/telegram/changes.ts';
import {
  type FakeTelegram,
  type FakeTelegramOptions,
  startFakeTelegram,
} from '../../fakes/telegram/fake-telegram.ts';

/** Short times, so that tests of retries are over quickly; the long poll stays long since the fake ends it. */
export const FAST: Partial<TelegramTiming> = {
  emptyPollMs: 5,
  retryMs: 5,
  longestRetryMs: 20,
  unauthorizedMs: 20,
  conflictMs: 20,
};

export type LogEntry = {
  readonly level: 'info' | 'warn' | 'error';
  readonly event: string;
  readonly fields: LogFields;
};

export type RecordedLog = {
  readonly log: Logger;
  readonly entries: readonly LogEntry[];
  /** Resolves once the channel has said this state and code since entry `after`. */
  waitForState(state: string, code: string | null, after?: number): Promise<LogEntry>;
};

export function createRecordedLog(): RecordedLog {
  const entries: LogEntry[] = [];
  const changes = createChanges();
  const write =
    (level: LogEntry['level']) =>
    (event: string, fields: LogFields = {}): void => {
      entries.push({ level, event, fields });
      changes.notify();
    };
  return {
    log: { info: write('info'), warn: write('warn'), error: write('error') },
    entries,
    waitForState: (state, code, after = 0) =>
      changes.waitFor(
        () =>
          entries.slice(after).find(({ fields }) => fields.state === state && fields.code === code) ?? null,
        () => `${state} ${code} wanted in ${JSON.stringify(entries)}`,
        5_000,
      ),
  };
}

export type Rig = {
  readonly telegram: FakeTelegram;
  readonly channel: Channel;
  readonly inbox: Inbox;
  readonly logged: RecordedLog;
  close(): Promise<void>;
};

/** A channel on a fake of its own, not started. */
export async function createRig(
  options: Partial<TelegramChannelOptions> = {},
  fakeOptions: FakeTelegramOptions = {},
): Promise<Rig> {
  const telegram = await startFakeTelegram(fakeOptions);
  const logged = createRecordedLog();
  const { token, apiRoot } = telegram;
  const timing = { ...FAST, ...options.timing };
  const channel = createTelegramChannel({ token, apiRoot, log: logged.log, ...options, timing });
  return {
    telegram,
    channel,
    inbox: createInbox(),
    logged,
    async close() {
      await channel.stop();
      await telegram.close();
    },
  };
}
