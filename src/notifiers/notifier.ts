import type { Channel, ChannelState, NotifierKind, Pace } from '../core/channel.ts';
import { cap } from '../core/clean-text.ts';
import type { Logger } from '../core/log.ts';
import type { BotMessage } from '../core/message.ts';
import type { Verdict } from './verdict.ts';
import { type WallClock, wallClock } from './wall-clock.ts';

export type NotifierOptions = {
  readonly log: Logger;
  /** For one send, in ms. */
  readonly deadlineMs?: number;
  /** Stands in signatures. */
  readonly now?: WallClock;
};

/** What every kind needs to send. */
export type Sending = { readonly deadlineMs: number; readonly now: WallClock };

export type NotifierPlan = {
  readonly kind: NotifierKind;
  readonly name: string;
  /** In UTF-16 code units; what is longer is cut, since a shortened page wakes and a refused one does not. */
  readonly longestText: number;
  readonly pace: Pace | null;
  deliver(to: string, message: BotMessage): Promise<Verdict>;
};

const DEADLINE_MS = 10_000;

export const sendingOf = (options: NotifierOptions): Sending => ({
  deadlineMs: options.deadlineMs ?? DEADLINE_MS,
  now: options.now ?? wallClock,
});

/** A channel that only speaks. It hears nothing, so choices are left out: nobody could answer them here. */
export function buildNotifier(plan: NotifierPlan, log: Logger): Channel {
  const { kind, name, longestText, pace } = plan;
  let started = false;
  let trouble: string | null = null;

  const note = ({ outcome, trouble: next, answer }: Verdict): void => {
    const fields = { channel: kind, bot: name, code: next ?? null, answer: answer ?? null };
    if (outcome.kind !== 'sent') log.warn('notifier.not-sent', { ...fields, outcome: outcome.kind });
    else if (trouble !== null) log.info('notifier.works-again', fields);
    if (next !== undefined) trouble = next;
  };

  return {
    name: kind,
    bot: name,
    capabilities: {
      buttons: false,
      startsChats: true,
      longestText,
      pace,
      bulkEveryMs: 0,
      replyQuota: null,
      // Nobody writes here, so nothing can be missed.
      keepsUnheard: true,
    },
    async start() {
      started = true;
    },
    async stop() {
      started = false;
    },
    async send(to, message) {
      const verdict = await plan.deliver(to, {
        ...message,
        text: cap(message.text.toWellFormed(), longestText),
      });
      note(verdict);
      return verdict.outcome;
    },
    fetchFile: async () => ({ kind: 'gone', code: 'forgotten' }),
    loginCode: () => null,
    state: () => stateOf(started, trouble),
  };
}

function stateOf(started: boolean, trouble: string | null): ChannelState {
  if (!started) return { state: 'stopped', code: null };
  return trouble === null ? { state: 'ready', code: null } : { state: 'degraded', code: trouble };
}
