import type { Hono } from 'hono';
import { createWebhookDoor, type WebhookDoor } from '../bots/telegram/webhook-door.ts';
import type { Receive } from '../core/channel.ts';
import type { Logger } from '../core/log.ts';
import type { Environment } from '../settings/environment.ts';

/** Where Telegram posts to, and who answers there. */
export type TelegramDoor = { readonly path: string; readonly door: WebhookDoor };

/** Null where updates are polled for. Each process with the web part has one, whoever holds the bot. */
export function createTelegramDoor(
  { telegram }: Pick<Environment, 'telegram'>,
  receive: Receive,
  log: Logger,
): TelegramDoor | null {
  if (telegram === null || telegram.webhook === null) return null;
  const { token, apiRoot, webhook } = telegram;
  const door = createWebhookDoor({ token, apiRoot, secret: webhook.secret, receive, log });
  return { path: new URL(webhook.url).pathname, door };
}

/** Must come before the pages, so that none of their guards stands before it. */
export function mountTelegramDoor(app: Hono, telegram: TelegramDoor | null): void {
  if (telegram === null) return;
  app.post(telegram.path, (c) => telegram.door.answer(c.req.raw));
}
