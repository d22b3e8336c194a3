import type { WebhookInfo } from 'grammy/types';

/** What one look at the webhook showed. */
export type WebhookSight = {
  readonly pending: number;
  /** Telegram's own figure, only compared with itself: its clock is not ours. */
  readonly errorDate: number;
  /** When that figure was first seen, in ms by our own clock. */
  readonly errorSeenAt: number;
};

/** Telegram waits up to two minutes before it posts a failed update again, so errors may lie so far apart, in ms. */
const ERROR_LASTS_MS = 150_000;
/** As many updates as Telegram may have on the way to us at once (`max_connections`) are no backlog. */
export const MOST_ON_THE_WAY = 20;

/**
 * Does Telegram have updates for us that do not arrive? An error is kept by Telegram also after it is over, so it
 * counts only while something waits and less does not wait than before.
 * @param before null at the first look
 * @param now in ms, from whatever beginning
 */
export function judgeWebhook(
  before: WebhookSight | null,
  info: Pick<WebhookInfo, 'pending_update_count' | 'last_error_date'>,
  now: number,
): { readonly sight: WebhookSight; readonly failing: boolean } {
  const pending = info.pending_update_count ?? 0;
  const errorDate = info.last_error_date ?? 0;
  // At the first look nobody knows how old an error is: better a false alarm until the next one.
  const isNewError = errorDate !== before?.errorDate;
  const errorSeenAt = isNewError ? now : (before?.errorSeenAt ?? now);
  const shrinks = before !== null && !isNewError && pending < before.pending;
  const hasError = errorDate > 0 && now - errorSeenAt < ERROR_LASTS_MS && !shrinks;
  const growing = before !== null && before.pending > MOST_ON_THE_WAY && pending > before.pending;
  return { sight: { pending, errorDate, errorSeenAt }, failing: growing || (pending > 0 && hasError) };
}
