import type { Incoming } from '../../core/channel.ts';
import type { Said } from '../../keywords/window-pieces.ts';
import type { AnswerBefore } from '../../spool/plan-answer.ts';

/** More than a campus has; the oldest are forgotten beyond it. */
const MOST_ACCOUNTS = 20_000;

/** What is known of one account since the fault began; in memory alone, and forgotten when the fault is over. */
export type Account = {
  readonly lately: readonly Said[];
  readonly before: AnswerBefore | null;
};

export type Accounts = {
  of(incoming: Incoming): Account;
  set(incoming: Incoming, account: Account): void;
  forget(): void;
};

const NEW: Account = { lately: [], before: null };

export function createAccounts(): Accounts {
  const accounts = new Map<string, Account>();
  const keyOf = ({ channel, bot, from }: Incoming): string => JSON.stringify([channel, bot, from]);
  return {
    of: (incoming) => accounts.get(keyOf(incoming)) ?? NEW,
    set(incoming, account) {
      const key = keyOf(incoming);
      accounts.delete(key);
      accounts.set(key, account);
      const [oldest] = accounts.keys();
      if (accounts.size > MOST_ACCOUNTS && oldest !== undefined) accounts.delete(oldest);
    },
    forget: () => accounts.clear(),
  };
}
