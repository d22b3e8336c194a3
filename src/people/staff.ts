import type { StaffRole } from '../access/roles.ts';
import type { ChannelName } from '../core/channel.ts';
import type { Language } from '../core/language.ts';

export type StaffMember = {
  readonly id: string;
  readonly name: string;
  readonly roles: readonly StaffRole[];
  /** Invented people of the sample centre: nobody answers for them. */
  readonly sample: boolean;
  readonly disabledAt: Date | null;
};

export type StaffAddress = {
  readonly id: string;
  readonly staffId: string;
  /** Where messages go; null until the owner has written from the account. */
  readonly addressId: string | null;
  readonly channel: Exclude<ChannelName, 'web' | 'sink'>;
  /** Which notifier speaks to it; null where any bot of the channel does. */
  readonly notifier: string | null;
  readonly language: Language;
  readonly activeAt: Date | null;
  /** Until when its code can be given, and how often a wrong one may still be typed. */
  readonly codeExpiresAt: Date | null;
  readonly triesLeft: number;
  readonly reachable: boolean;
};

/** Ways by which one staff member can be reached; groups stand in `config/escalation.yaml` instead. */
export const STAFF_CHANNELS = ['telegram', 'wechat', 'sms', 'voice', 'email'] as const;
export type StaffChannel = (typeof STAFF_CHANNELS)[number];

/** As it was typed. */
export type StaffAccount = {
  readonly channel: StaffChannel;
  readonly account: string;
  /** Which notifier; may be left out where there is one of this kind. */
  readonly notifier: string | null;
};

/**
 * On call by WeChat alone: its accounts get banned and its bots may be cut off, so such a person needs a second way
 * (docs/notifiers.md).
 */
export const needsSecondWay = (active: readonly { readonly channel: string }[]): boolean =>
  active.length > 0 && active.every(({ channel }) => channel === 'wechat');

export type StaffSession = {
  readonly id: string;
  readonly staff: StaffMember;
  readonly csrf: string;
  readonly expiresAt: Date;
};
