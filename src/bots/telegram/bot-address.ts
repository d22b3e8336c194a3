import { type ApiSignal, createBotApi, TELEGRAM_ROOT } from './bot-api.ts';

/** Nobody waits for a poster longer than this. */
const ASK_MS = 4_000;
/** After a failure it is asked again no sooner. */
const AGAIN_MS = 60_000;
const USERNAME = /^[A-Za-z0-9_]{3,64}$/;

/**
 * Where the bot is opened, as core.telegram.org/bots/features#deep-linking says: `https://t.me/NAME`, without what is to
 * start. Asked of Telegram once and kept; null while it cannot be known.
 * @param now milliseconds of any steady clock
 */
export function createBotAddress(
  { token, apiRoot = TELEGRAM_ROOT }: { readonly token: string; readonly apiRoot?: string },
  now: () => number,
): () => Promise<string | null> {
  const api = createBotApi(token, apiRoot);
  let known: string | null = null;
  let failedAt: number | null = null;
  return async () => {
    if (known !== null) return known;
    if (failedAt !== null && now() - failedAt < AGAIN_MS) return null;
    try {
      const { username } = await api.getMe(AbortSignal.timeout(ASK_MS) as ApiSignal);
      if (USERNAME.test(username)) known = `https://t.me/${username}`;
    } catch {
      // Not said to the log: an error of this call may hold the token.
    }
    failedAt = known === null ? now() : null;
    return known;
  };
}
