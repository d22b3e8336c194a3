import type { KnownNotifier } from '../people/known-notifier.ts';
import { STAFF_CHANNELS, type StaffAccount } from '../people/staff.ts';
import type { AccountRefusal } from '../people/staff-desk.ts';
import { complain } from './command.ts';

const EXPECTED: Readonly<Record<StaffAccount['channel'], string>> = {
  telegram: 'the digits of a Telegram id',
  wechat: 'a WeChat id of at most 120 characters without spaces',
  sms: 'a phone number',
  voice: 'a phone number',
  email: 'an e-mail address',
};

export function describeAccount({ code, account }: AccountRefusal): string {
  const { channel, notifier } = account;
  switch (code) {
    case 'bad-account':
      return `--${channel}: expected ${EXPECTED[channel]}`;
    case 'account-taken':
      return `--${channel}: this account belongs to somebody already`;
    case 'no-notifier':
      return `--${channel}: config/notifiers.yaml has no notifier of the kind ${channel}`;
    case 'which-notifier':
      return `--${channel}: there are several notifiers of the kind ${channel}; name one with --notifier`;
    case 'unknown-notifier':
      return `--notifier: config/notifiers.yaml has no ${JSON.stringify(notifier)} of the kind ${channel}`;
  }
}

/** Options of every command that takes accounts. */
export const ACCOUNT_OPTIONS = {
  name: { type: 'string' },
  telegram: { type: 'string' },
  wechat: { type: 'string' },
  sms: { type: 'string' },
  voice: { type: 'string' },
  email: { type: 'string' },
  notifier: { type: 'string', multiple: true },
  'on-call': { type: 'boolean' },
} as const;

type Typed = { readonly [Channel in StaffAccount['channel']]?: string | undefined } & {
  readonly notifier?: string[] | undefined;
};

/** Each named notifier goes with the account of its kind; null, with a complaint, where there is none. */
export function readAccounts(typed: Typed, notifiers: readonly KnownNotifier[]): StaffAccount[] | null {
  const named = new Map<string, string>();
  for (const name of typed.notifier ?? []) {
    const kind = notifiers.find((one) => one.name === name)?.kind;
    if (kind === undefined || typed[kind as StaffAccount['channel']] === undefined) {
      const known = notifiers.map((one) => `${one.name} (${one.kind})`).join(', ') || 'none';
      complain(
        `staff: --notifier: found ${JSON.stringify(name)}, expected one for an account; there are: ${known}`,
      );
      return null;
    }
    named.set(kind, name);
  }
  return STAFF_CHANNELS.flatMap((channel) => {
    const account = typed[channel]?.trim();
    return account === undefined ? [] : [{ channel, account, notifier: named.get(channel) ?? null }];
  });
}
