import type { SendOutcome } from '../../src/core/channel.ts';
import type { LogFields, Logger } from '../../src/core/log.ts';
import type { BotMessage } from '../../src/core/message.ts';
import { createNotifier } from '../../src/notifiers/create-notifier.ts';
import { type NotifierSettings, notifierSchema } from '../../src/notifiers/settings.ts';

/** As escalation, sign-up and alarms compose them. */
export const PAGE: BotMessage = {
  text: '【值班】个案 #12 · 高危 · 已等 3 分钟',
  choices: [{ id: 'case:take:12', label: '接 #12' }],
  facts: { number: '12', level: '高危', minutes: '3' },
};
export const DIGEST: BotMessage = {
  text: '【值班】2 个在等，请接最急的：\n#12 · 高危 · 已等 3 分钟\n#13 · 高危 · 已等 1 分钟',
  choices: [],
  facts: { number: '12', level: '高危', minutes: '3', count: '2' },
};
export const CODE: BotMessage = { text: '验证码 480219', choices: [], facts: { code: '480219' } };
export const ALARM: BotMessage = { text: '微信掉线了', choices: [], facts: { what: '微信掉线了' } };
export const BARE: BotMessage = { text: '没有任何数字的一句话', choices: [] };

export const settingsOf = (raw: object): NotifierSettings =>
  notifierSchema.parse({ name: 'under-test', ...raw });

export type LogEntry = { readonly level: string; readonly event: string; readonly fields: LogFields };

export function recordLog(): { readonly log: Logger; readonly entries: readonly LogEntry[] } {
  const entries: LogEntry[] = [];
  const write =
    (level: string) =>
    (event: string, fields: LogFields = {}): void => {
      entries.push({ level, event, fields });
    };
  return { log: { info: write('info'), warn: write('warn'), error: write('error') }, entries };
}

/** For what never comes. */
export const SHORT_MS = 200;

export function open(raw: object, deadlineMs = 5_000) {
  const logged = recordLog();
  const channel = createNotifier(settingsOf(raw), { log: logged.log, deadlineMs });
  return { channel, logged };
}

/** One message by a new notifier. */
export async function sendOnce(
  raw: object,
  to: string,
  message: BotMessage = PAGE,
  deadlineMs?: number,
): Promise<SendOutcome> {
  return open(raw, deadlineMs).channel.send(to, message);
}

/** A gateway of no provider in particular. */
export const plainGateway = (url: string, more: object = {}) => ({
  kind: 'sms',
  url,
  encode: 'json',
  fields: { phone: '{to}', content: '{text}' },
  ...more,
});
