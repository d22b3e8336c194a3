import type { SendOutcome } from '../core/channel.ts';
import type { Exchange } from './exchange.ts';

/** What a send came to, and what it says of the notifier itself. */
export type Verdict = {
  readonly outcome: SendOutcome;
  /** A literal code for people who run the bot; null: it works; undefined: this send says nothing about it. */
  readonly trouble: string | null | undefined;
  /** What the platform called it, for the log. */
  readonly answer?: string;
};

const RETRY_MS = 5_000;
const RATE_LIMITED_MS = 60_000;

export const sent = (externalId: string | null = null): Verdict => ({
  outcome: { kind: 'sent', externalId },
  trouble: null,
});

export const temporary = (code: string, retryAfterMs = RETRY_MS, answer?: string): Verdict => ({
  outcome: { kind: 'temporary', retryAfterMs, code },
  trouble: code,
  ...named(answer),
});

export const rateLimited = (retryAfterMs: number | null = null, answer?: string): Verdict =>
  temporary('rate-limited', retryAfterMs ?? RATE_LIMITED_MS, answer);

/**
 * Something that people must mend: an address, a key, a template. Not `blocked`, since nothing would ever say that it
 * was mended; this way the next message tries again.
 */
export const refused = (trouble: string, answer?: string): Verdict => ({
  outcome: { kind: 'permanent', code: 'rejected' },
  trouble,
  ...named(answer),
});

export const unknown = (code: string): Verdict => ({ outcome: { kind: 'unknown', code }, trouble: code });

/** One person cannot be reached this way; others can. */
export const notThere = (code: 'unknown-address' | 'blocked', answer?: string): Verdict => ({
  outcome: { kind: 'permanent', code },
  trouble: undefined,
  ...named(answer),
});

/** What an exchange says before its body is looked at; null when the body decides. */
export function readLost(exchanged: Exclude<Exchange, { kind: 'answer' }>): Verdict {
  return exchanged.kind === 'not-reached' ? temporary('unreachable') : unknown(exchanged.code);
}

/** What the status alone says, for an answer that was no success. */
export function readStatus(status: number, retryAfterMs: number | null): Verdict {
  if (status === 429) return rateLimited(retryAfterMs, '429');
  // A proxy gave up waiting: whoever is behind it may have sent the message.
  if (status === 504) return unknown('gateway-timeout');
  if (status === 408 || status >= 500)
    return temporary('server-error', retryAfterMs ?? undefined, String(status));
  if (status >= 400) return refused('refused', String(status));
  if (status >= 300) return refused('redirected', String(status));
  return unknown('strange-answer');
}

const named = (answer: string | undefined) => (answer === undefined ? {} : { answer });

/** A platform's code, if it looks like one: what a stranger's server answers must not end up in the log. */
export function codeOf(value: unknown): string | undefined {
  if (typeof value === 'number' && Number.isSafeInteger(value)) return String(value);
  if (typeof value !== 'string') return undefined;
  return /^(-?[0-9]{1,6}|[A-Za-z][A-Za-z._]{1,79})$/.test(value) ? value : undefined;
}
