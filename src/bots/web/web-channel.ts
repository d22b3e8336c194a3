/**
 * The student's own page as a channel. There is no platform between the bot and the person: what a browser posts is
 * handed over by the site through `receive`, and what the bot says is read from the conversation's rows.
 */
import type { Channel, ChannelState, Incoming, Receive } from '../../core/channel.ts';
import type { Pause } from './pause.ts';
import { pauseByTimer } from './pause.ts';

/** Waits between tries to store one update, in ms; a browser is waiting for its answer meanwhile. */
const RETRY_AFTER_MS = [100, 400, 1_000] as const;

/** When to offer a message again that came before the channel was started, in ms. */
const NOT_STARTED_RETRY_MS = 1_000;

export type WebChannel = Channel & {
  /**
   * Takes over what a browser posted, with the session's secret as `from`. Tries a few times; throws what the
   * store threw when it still refuses, and then the browser must be told that nothing was received.
   */
  readonly receive: Receive;
};

export type WebChannelOptions = {
  readonly pause?: Pause;
  /** Whether the store is known to be away, so that trying again would only keep somebody waiting. */
  readonly givesUp?: () => boolean;
  /** What a browser sent as a file, which the caller keeps; null when it is gone. */
  readonly readUpload?: (file: string) => Promise<Uint8Array | null>;
};

export function createWebChannel(options: WebChannelOptions = {}): WebChannel {
  const pause = options.pause ?? pauseByTimer;
  const inHand = new Set<Promise<void>>();
  let store: Receive | null = null;
  let state: ChannelState = { state: 'stopped', code: null };

  const handOver = async (incoming: Incoming): Promise<void> => {
    for (const waitMs of RETRY_AFTER_MS) {
      try {
        return await receiveOnce(incoming);
      } catch (error) {
        state = { state: 'degraded', code: 'not-stored' };
        if (options.givesUp?.()) throw error;
        await pause(waitMs);
      }
    }
    await receiveOnce(incoming);
  };

  const receiveOnce = async (incoming: Incoming): Promise<void> => {
    if (store === null) throw new Error('the web channel is not started');
    await store(incoming);
    if (state.state === 'degraded') state = { state: 'ready', code: null };
  };

  return {
    name: 'web',
    bot: 'web',
    capabilities: {
      buttons: true,
      // A row that is written now stands on the page when it is next looked at; an open page is told at once.
      startsChats: true,
      longestText: 20_000,
      pace: null,
      bulkEveryMs: 0,
      replyQuota: null,
      keepsUnheard: true,
    },
    state: () => state,
    async start(receive) {
      if (store !== null) throw new Error('the web channel is already started');
      store = receive;
      state = { state: 'ready', code: null };
    },
    receive(incoming) {
      const handing = handOver(incoming);
      const done = handing.then(
        () => undefined,
        () => undefined,
      );
      inHand.add(done);
      void done.then(() => inHand.delete(done));
      return handing;
    },
    /**
     * Nothing travels: the row that the caller marks as sent is itself what the page shows. So "sent" means that it
     * stands on the page for whoever holds the session, not that anybody has read it.
     */
    async send(to) {
      if (to === '') return { kind: 'permanent', code: 'unknown-address' };
      if (store === null) {
        return { kind: 'temporary', retryAfterMs: NOT_STARTED_RETRY_MS, code: 'not-started' };
      }
      return { kind: 'sent', externalId: null };
    },
    async fetchFile(file, longest) {
      const bytes = (await options.readUpload?.(file)) ?? null;
      if (bytes === null) return { kind: 'gone', code: 'forgotten' };
      return bytes.byteLength > longest ? { kind: 'gone', code: 'too-large' } : { kind: 'fetched', bytes };
    },
    loginCode: () => null,
    async stop() {
      await Promise.all(inHand);
      store = null;
      state = { state: 'stopped', code: null };
    },
  };
}
