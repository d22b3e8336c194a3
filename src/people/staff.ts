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
  readonly channel: ChannelName;
  readonly language: Language;
  readonly activeAt: Date | null;
  readonly reachable: boolean;
};

export type StaffSession = {
  readonly id: string;
  readonly staff: StaffMember;
  readonly csrf: string;
  readonly expiresAt: Date;
};
