/** Anything else that takes JSON by HTTP; docs/notifiers.md says how a receiver checks the signature. */
import type { BotMessage } from '../core/message.ts';
import { kindOfMessage } from './message-kind.ts';
import type { NotifierPlan, Sending } from './notifier.ts';
import { postJson } from './post-json.ts';
import { GROUP } from './recipients.ts';
import type { SettingsOf } from './settings.ts';
import { signPayload } from './sign-hmac.ts';
import { notThere, readLost, readStatus, sent } from './verdict.ts';
import { unixSeconds } from './wall-clock.ts';

const LONGEST_TEXT = 10_000;

export function planWebhook(settings: SettingsOf<'webhook'>, sending: Sending): NotifierPlan {
  return {
    kind: 'webhook',
    name: settings.name,
    longestText: LONGEST_TEXT,
    pace: null,
    async deliver(to, message) {
      if (to !== GROUP) return notThere('unknown-address');
      const body = encode(message);
      const headers = signatureHeaders(settings.secret, body, sending.now());
      const exchanged = await postJson(new URL(settings.url), body, sending.deadlineMs, headers);
      if (exchanged.kind !== 'answer') return readLost(exchanged);
      const { status, retryAfterMs } = exchanged;
      return status >= 200 && status < 300 ? sent() : readStatus(status, retryAfterMs);
    },
  };
}

const encode = ({ text, facts }: BotMessage): string =>
  JSON.stringify({ event: kindOfMessage(facts) ?? 'notice', text, facts: facts ?? {} });

function signatureHeaders(secret: string | null, body: string, now: Date): Record<string, string> {
  if (secret === null) return {};
  const timestamp = unixSeconds(now);
  return {
    'x-xinqiao-timestamp': String(timestamp),
    'x-xinqiao-signature': signPayload(secret, timestamp, body),
  };
}
