import type { WebhookInfo } from 'grammy/types';
import type { Api } from 'grammy/web';
import { callWithin } from './bot-api.ts';
import { ALLOWED_UPDATES } from './decode.ts';
import { type ApiFailure, readFailure } from './failure.ts';
import { judgeWebhook, MOST_ON_THE_WAY, type WebhookSight } from './judge-webhook.ts';
import type { Pause, TelegramTiming } from './timing.ts';
import { choosePause, readTrouble, type TroubleCode } from './trouble.ts';

/** What Telegram is told: where to post, and what shows us that it was Telegram. */
export type TelegramWebhook = { readonly url: string; readonly secret: string };

export type WebhookContext = {
  readonly api: Api;
  readonly timing: TelegramTiming;
  readonly pause: Pause;
  /** Told after every look: null when all is well. */
  readonly report: (code: TroubleCode | null) => void;
};

type Looked =
  | { readonly ok: true; readonly info: WebhookInfo }
  | { readonly ok: false; readonly failure: ApiFailure; readonly code: TroubleCode };

/**
 * Sets the webhook and looks again and again whether it still stands and updates get through, until the signal is
 * aborted. It then stays: other processes go on taking posts.
 */
export async function keepWebhook(
  context: WebhookContext,
  webhook: TelegramWebhook,
  signal: AbortSignal,
): Promise<void> {
  const { timing, pause, report } = context;
  let isSet = false;
  let failures = 0;
  let sight: WebhookSight | null = null;
  while (!signal.aborted) {
    const looked: Looked = await (isSet ? look(context, signal) : setAndLook(context, webhook, signal));
    if (signal.aborted) return;
    if (!looked.ok) {
      failures += 1;
      report(looked.code);
      await pause(choosePause(timing, looked.failure, looked.code, failures), signal);
      continue;
    }
    failures = 0;
    isSet = isSameUrl(looked.info.url, webhook.url);
    if (!isSet) {
      report('conflict');
      await pause(timing.conflictMs, signal);
      continue;
    }
    const judged = judgeWebhook(sight, looked.info, performance.now());
    sight = judged.sight;
    report(judged.failing ? 'webhook-failing' : null);
    await pause(timing.probeMs, signal);
  }
}

/** Telegram does not tell the secret that it uses, so a webhook of our own address is set again as well. */
async function setAndLook(
  context: WebhookContext,
  webhook: TelegramWebhook,
  stop: AbortSignal,
): Promise<Looked> {
  const options = {
    secret_token: webhook.secret,
    allowed_updates: ALLOWED_UPDATES,
    max_connections: MOST_ON_THE_WAY,
    drop_pending_updates: false,
  };
  try {
    await callWithin(context.timing.graceMs, stop, (signal) =>
      context.api.setWebhook(webhook.url, options, signal),
    );
  } catch (error) {
    const failure = readFailure(error);
    const isRefused = failure.kind === 'refused' && failure.status === 400;
    return { ok: false, failure, code: isRefused ? 'webhook-refused' : readTrouble(failure) };
  }
  return look(context, stop);
}

async function look(context: WebhookContext, stop: AbortSignal): Promise<Looked> {
  try {
    const info = await callWithin(context.timing.graceMs, stop, (signal) =>
      context.api.getWebhookInfo(signal),
    );
    return { ok: true, info };
  } catch (error) {
    const failure = readFailure(error);
    return { ok: false, failure, code: readTrouble(failure) };
  }
}

function isSameUrl(told: string | undefined, ours: string): boolean {
  return told !== undefined && URL.canParse(told) && new URL(told).href === new URL(ours).href;
}
