import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import {
  createTelegramChannel,
  type TelegramChannelOptions,
} from '../../../src/bots/telegram/telegram-channel.ts';
import { createWebhookDoor, type WebhookDoorOptions } from '../../../src/bots/telegram/webhook-door.ts';
import type { Channel } from '../../../src/core/channel.ts';
import { createInbox, type Inbox } from '../../contracts/inbox.ts';
import {
  type FakeTelegram,
  type FakeTelegramOptions,
  startFakeTelegram,
} from '../../fakes/telegram/fake-telegram.ts';
import { createRecordedLog, FAST, type RecordedLog } from './support.ts';

export const SECRET = 'invented-secret-0123';

export type WebhookRig = {
  readonly telegram: FakeTelegram;
  /** What Telegram is told to post to, and where a door answers. */
  readonly url: string;
  readonly inbox: Inbox;
  readonly logged: RecordedLog;
  /** Of the process that holds the bot; not started. Its door is another process's as well as its own. */
  readonly channel: Channel;
  /** Posts like Telegram, or not quite. */
  post(body: string, headers?: Readonly<Record<string, string>>): Promise<Response>;
  stopDoor(): Promise<void>;
  close(): Promise<void>;
};

export type WebhookRigOptions = {
  readonly channel?: Partial<TelegramChannelOptions>;
  readonly door?: Partial<WebhookDoorOptions>;
  readonly fake?: FakeTelegramOptions;
};

/** Telegram's servers, a door that they post to, and a channel that looks after the webhook. */
export async function createWebhookRig(options: WebhookRigOptions = {}): Promise<WebhookRig> {
  const telegram = await startFakeTelegram(options.fake);
  const { token, apiRoot } = telegram;
  const logged = createRecordedLog();
  const inbox = createInbox();
  const shared = { token, apiRoot, log: logged.log };
  const door = createWebhookDoor({
    ...shared,
    secret: SECRET,
    receive: inbox.receive,
    ...options.door,
  });
  const server = createServer(getRequestListener((request) => door.answer(request)));
  const url = `http://127.0.0.1:${await listen(server)}/telegram/webhook`;
  const timing = { ...FAST, probeMs: 20, ...options.channel?.timing };
  const webhook = { url, secret: SECRET };
  const channel = createTelegramChannel({ ...shared, webhook, ...options.channel, timing });
  return {
    telegram,
    url,
    inbox,
    logged,
    channel,
    post: (body, headers = {}) =>
      fetch(url, {
        method: 'POST',
        body,
        headers: {
          'content-type': 'application/json',
          'x-telegram-bot-api-secret-token': SECRET,
          ...headers,
        },
      }),
    stopDoor: door.stop,
    async close() {
      await channel.stop();
      await door.stop();
      await telegram.close();
      await hangUp(server);
    },
  };
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });
}

function hangUp(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
