import { z } from 'zod';
import { isLoopback, url, type VariableReader } from './read-variables.ts';

export type TelegramWebhookSettings = {
  /** What Telegram posts to; its path is one that no page of ours has. */
  readonly url: string;
  readonly secret: string;
};

export type TelegramSettings = {
  readonly token: string;
  readonly apiRoot: string;
  /** Null: updates are polled for. */
  readonly webhook: TelegramWebhookSettings | null;
  /** Chats that are called directly while no database can be reached. */
  readonly emergencyChats?: readonly string[];
};

/** The first parts of paths that are pages of ours. */
const TAKEN = ['', 'console', 'chat', 'continue', 'assets', 'healthz', 'readyz'];

const token = z.string().regex(/^[0-9]+:\S+$/, 'digits, a colon and a text, as BotFather gives it');

const webhookUrl = z.string().refine(isWebhookUrl, {
  message:
    'an https:// URL (http:// only to this machine) with a path of its own, such as /telegram/webhook, of letters, digits, _ . - and /',
});

/** As core.telegram.org/bots/api#setwebhook; shorter ones than 16 can be guessed. */
const webhookSecret = z.string().regex(/^[A-Za-z0-9_-]{16,256}$/, '16 to 256 of A-Z a-z 0-9 _ -');

const chats = z
  .string()
  .regex(
    /^-?[0-9]{1,19}(\s*,\s*-?[0-9]{1,19})*$/,
    'numbers of chats with commas between, such as 123456,-100987',
  )
  .transform((text) => [...new Set(text.split(',').map((one) => one.trim()))]);

export function readTelegramSettings(reader: VariableReader): TelegramSettings | null {
  const botToken = reader.read('TELEGRAM_BOT_TOKEN', token, 'secret');
  const apiRoot = reader.read('TELEGRAM_API_ROOT', url(['http:', 'https:'])) ?? 'https://api.telegram.org';
  const webhook = readWebhook(reader);
  if (webhook !== null && botToken === null && !reader.problems.some(isAboutToken)) {
    reader.refuse('TELEGRAM_BOT_TOKEN', 'nothing', 'the token of the bot, since TELEGRAM_WEBHOOK_URL is set');
  }
  const emergencyChats = reader.read('EMERGENCY_TELEGRAM_CHATS', chats) ?? [];
  if (emergencyChats.length > 0 && botToken === null && !reader.problems.some(isAboutToken)) {
    reader.refuse(
      'TELEGRAM_BOT_TOKEN',
      'nothing',
      'the token of the bot, since EMERGENCY_TELEGRAM_CHATS is set',
    );
  }
  return botToken === null
    ? null
    : { token: botToken, apiRoot, webhook, ...(emergencyChats.length > 0 ? { emergencyChats } : {}) };
}

const isAboutToken = ({ place }: { place: string }): boolean => place === 'TELEGRAM_BOT_TOKEN';

/** Without a secret anybody could post what a student never said. */
function readWebhook(reader: VariableReader): TelegramWebhookSettings | null {
  const before = reader.problems.length;
  const address = reader.read('TELEGRAM_WEBHOOK_URL', webhookUrl, 'secret');
  const secret = reader.read('TELEGRAM_WEBHOOK_SECRET', webhookSecret, 'secret');
  if (address !== null && secret !== null) return { url: address, secret };
  if (reader.problems.length > before) return null;
  if (address !== null) {
    reader.refuse(
      'TELEGRAM_WEBHOOK_SECRET',
      'nothing',
      '16 to 256 of A-Z a-z 0-9 _ -, since TELEGRAM_WEBHOOK_URL is set (openssl rand -hex 32)',
    );
  }
  if (secret !== null) {
    reader.refuse(
      'TELEGRAM_WEBHOOK_URL',
      'nothing',
      'the https:// URL that Telegram posts to, since TELEGRAM_WEBHOOK_SECRET is set',
    );
  }
  return null;
}

function isWebhookUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, pathname, search, hash, username, password } = new URL(text);
  if (protocol !== 'https:' && !(protocol === 'http:' && isLoopback(hostname))) return false;
  if (search !== '' || hash !== '' || username !== '' || password !== '') return false;
  return /^(\/[A-Za-z0-9_.-]+)+$/.test(pathname) && !TAKEN.includes(pathname.split('/')[1] ?? '');
}
