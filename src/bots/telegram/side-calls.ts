import type { Api } from 'grammy/web';
import { type ApiSignal, callWithin } from './bot-api.ts';

/** One line of the menu; Telegram allows commands of a-z, 0-9 and _, and descriptions in any language. */
export type TelegramCommand = { readonly command: string; readonly description: string };

export type SideCalls = {
  readonly clearWebhook: () => Promise<void>;
  readonly answerTap: (queryId: string) => void;
  readonly setMenu: () => void;
  /** Resolves once none of them runs any more. */
  readonly settle: () => Promise<void>;
};

/** Calls that make things nicer and may fail, since a server may lack their methods; none of them ever rejects. */
export function createSideCalls(
  api: Api,
  commands: readonly TelegramCommand[],
  timeoutMs: number,
  stop: AbortSignal,
): SideCalls {
  const running = new Set<Promise<unknown>>();
  const runAside = (call: (signal: ApiSignal) => Promise<unknown>): Promise<unknown> => {
    const settled = callWithin(timeoutMs, stop, call)
      .catch(() => undefined)
      .finally(() => running.delete(settled));
    running.add(settled);
    return settled;
  };
  let menuSet = commands.length === 0;
  return {
    async clearWebhook() {
      await runAside((signal) => api.deleteWebhook({}, signal));
    },
    answerTap(queryId) {
      runAside((signal) => api.answerCallbackQuery(queryId, {}, signal));
    },
    setMenu() {
      if (menuSet) return;
      menuSet = true;
      runAside((signal) => api.setMyCommands([...commands], {}, signal));
    },
    async settle() {
      await Promise.all(running);
    },
  };
}
