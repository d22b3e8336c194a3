import type { Update } from 'grammy/types';
import type { Api } from 'grammy/web';
import type { Incoming, Receive } from '../../core/channel.ts';
import type { Logger } from '../../core/log.ts';
import { callWithin } from './bot-api.ts';
import { ALLOWED_UPDATES, decodeSafely } from './decode.ts';
import { type ApiFailure, readFailure } from './failure.ts';
import type { Pause, TelegramTiming } from './timing.ts';
import { choosePause, readTrouble, type TroubleCode } from './trouble.ts';

export type PollContext = {
  readonly api: Api;
  readonly bot: string;
  readonly log: Logger;
  readonly timing: TelegramTiming;
  readonly pause: Pause;
  readonly receive: Receive;
  /** Told after every poll: null when all is well. */
  readonly report: (code: TroubleCode | null) => void;
  readonly clearWebhook: () => Promise<void>;
  /** Ends the little clock on a tapped button; must not throw. */
  readonly answerTap: (queryId: string) => void;
};

type Polled =
  | { readonly ok: true; readonly updates: readonly Update[] }
  | { readonly ok: false; readonly failure: ApiFailure };

const BATCH = 100;

/**
 * Polls until the signal is aborted. The offset tells Telegram to forget everything before it, so it only moves once
 * `receive` has resolved for all of them: an update that could not be stored is offered again, and what the same person
 * said later waits behind it. What several people say is taken at the same time.
 */
export async function pollUpdates(context: PollContext, signal: AbortSignal): Promise<void> {
  let offset: number | null = null;
  let failures = 0;
  let healthy = false;
  await context.clearWebhook();
  while (!signal.aborted) {
    const startedAt = performance.now();
    // A short first poll tells at once whether all is well again, where a long one would keep people waiting.
    const longPollMs = healthy ? context.timing.longPollMs : 0;
    const polled: Polled = await fetchUpdates(context, offset, longPollMs, signal);
    if (signal.aborted) return;
    if (!polled.ok) {
      healthy = false;
      failures += 1;
      await recover(context, polled.failure, failures, signal);
      continue;
    }
    context.report(null);
    if (polled.updates.length === 0) {
      // An empty answer shows that the offset was taken. Without one the next poll still gets what comes next, also
      // when Telegram starts its numbers anew, as it may after a week without updates.
      offset = null;
      // The short poll is meant to come back at once; a long one that does comes from a server that cannot wait.
      if (healthy) await context.pause(context.timing.emptyPollMs - (performance.now() - startedAt), signal);
    }
    healthy = true;
    failures = 0;
    if (!(await takeUpdates(context, polled.updates, signal))) return;
    // By number, not by place: all of them are stored, and a server that mixed their order would send them again and again.
    if (polled.updates.length > 0) offset = Math.max(...polled.updates.map(({ update_id }) => update_id)) + 1;
  }
}

async function fetchUpdates(
  context: PollContext,
  offset: number | null,
  longPollMs: number,
  stop: AbortSignal,
): Promise<Polled> {
  const options = {
    timeout: Math.ceil(longPollMs / 1_000),
    limit: BATCH,
    allowed_updates: ALLOWED_UPDATES,
    ...(offset === null ? {} : { offset }),
  };
  try {
    const updates: unknown = await callWithin(longPollMs + context.timing.graceMs, stop, (signal) =>
      context.api.getUpdates(options, signal),
    );
    if (!Array.isArray(updates)) return { ok: false, failure: NO_LIST };
    return { ok: true, updates: updates.filter((update) => Number.isSafeInteger(update?.update_id)) };
  } catch (error) {
    return { ok: false, failure: readFailure(error) };
  }
}

const NO_LIST: ApiFailure = { kind: 'refused', status: 200, retryAfterMs: null, unknownChat: false };

async function recover(
  context: PollContext,
  failure: ApiFailure,
  failures: number,
  signal: AbortSignal,
): Promise<void> {
  const code = readTrouble(failure);
  context.report(code);
  await context.pause(choosePause(context.timing, failure, code, failures), signal);
  // A webhook that somebody has set answers every poll with a conflict until it is taken away.
  if (code === 'conflict' && !signal.aborted) await context.clearWebhook();
}

/** Resolves to true once all are stored or need no storing, to false when polling ends before that. */
async function takeUpdates(
  context: PollContext,
  updates: readonly Update[],
  signal: AbortSignal,
): Promise<boolean> {
  const people = new Map<string, Incoming[]>();
  for (const update of updates) {
    if (update.callback_query?.id !== undefined) context.answerTap(update.callback_query.id);
    const incoming = decodeSafely(update, context.bot, context.log);
    if (incoming === null) continue;
    const said = people.get(incoming.from) ?? [];
    said.push(incoming);
    people.set(incoming.from, said);
  }
  const taken = await Promise.all([...people.values()].map((said) => takeAll(context, said, signal)));
  return taken.every(Boolean);
}

/** What one person says one after the other: a later word is not stored before an earlier one. */
async function takeAll(
  context: PollContext,
  said: readonly Incoming[],
  signal: AbortSignal,
): Promise<boolean> {
  for (const incoming of said) {
    if (signal.aborted || !(await take(context, incoming, signal))) return false;
  }
  return true;
}

async function take(context: PollContext, incoming: Incoming, signal: AbortSignal): Promise<boolean> {
  while (true) {
    try {
      await context.receive(incoming);
      context.report(null);
      return true;
    } catch {
      context.report('not-stored');
    }
    await context.pause(context.timing.retryMs, signal);
    if (signal.aborted) return false;
  }
}
