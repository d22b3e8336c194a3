import { type Exchange, readObject } from './exchange.ts';
import type { AnswerSettings } from './settings.ts';
import { codeOf, notThere, readLost, readStatus, refused, sent, temporary, type Verdict } from './verdict.ts';

/** What a gateway's answer means, as its settings say. */
export function readGatewayAnswer(exchanged: Exchange, settings: AnswerSettings): Verdict {
  if (exchanged.kind !== 'answer') return readLost(exchanged);
  const { status, retryAfterMs } = exchanged;
  const answer = readObject(exchanged.body);
  const fine = status >= 200 && status < 300;
  if (fine && succeeded(answer, settings.success)) {
    return sent(settings.id === null ? null : shortText(valueAt(answer, settings.id)));
  }
  const found = settings.code.map((path) => shortText(valueAt(answer, path))).find((value) => value !== null);
  if (found !== null && found !== undefined) {
    const code = codeOf(found);
    if (matches(settings.unknownAddress, found)) return notThere('unknown-address', code);
    if (matches(settings.blocked, found)) return notThere('blocked', code);
    if (matches(settings.temporary, found)) {
      return temporary('refused-for-now', retryAfterMs ?? settings.retryAfterSeconds * 1_000, code);
    }
    if (status < 500 && status !== 429) return refused('refused', code);
  }
  return readStatus(status, retryAfterMs);
}

function succeeded(answer: unknown, success: AnswerSettings['success']): boolean {
  if (success === null) return true;
  const value = valueAt(answer, success.path);
  if (success.equals === undefined) return shortText(value) !== null;
  return typeof value !== 'object' && String(value) === String(success.equals);
}

/** `Response.SendStatusSet.0.Code`: keys and indexes with full stops between. */
function valueAt(answer: unknown, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>(
      (inner, key) =>
        typeof inner === 'object' && inner !== null && Object.hasOwn(inner, key)
          ? (inner as Record<string, unknown>)[key]
          : undefined,
      answer,
    );
}

/** A text or number that is there; an empty one is nothing. */
function shortText(value: unknown): string | null {
  if (typeof value !== 'string' && typeof value !== 'number') return null;
  const text = String(value);
  return text === '' || text.length > 200 ? null : text;
}

const matches = (patterns: readonly string[], code: string): boolean =>
  patterns.some((pattern) =>
    pattern.endsWith('*') ? code.startsWith(pattern.slice(0, -1)) : code === pattern,
  );
