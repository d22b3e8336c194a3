import type { Actor } from '../access/can.ts';
import type { StaffRole } from '../access/roles.ts';
import type { ChannelName } from '../core/channel.ts';
import type { Result } from '../core/result.ts';
import type { StaffAccount } from './staff.ts';

export type StaffRow = {
  readonly id: string;
  readonly name: string;
  readonly roles: readonly StaffRole[];
  readonly sample: boolean;
  readonly disabled: boolean;
  readonly addresses: readonly {
    readonly id: string;
    readonly channel: ChannelName;
    /** Which notifier speaks to it; null where any bot of the channel does. */
    readonly notifier: string | null;
    /** The end of the number or mailbox; null where it is not known. */
    readonly tail: string | null;
    readonly active: boolean;
    readonly reachable: boolean;
    /** Not active, and its code can still be given. */
    readonly awaitsCode: boolean;
  }[];
  /** On step 0 now: by the rota, or beside it until taken off. */
  readonly onCall: 'rota' | 'beside-rota' | 'no';
};

export type DutyView = {
  readonly duty: readonly string[];
  readonly backup: readonly string[];
  readonly besideRota: readonly { readonly staffId: string; readonly name: string }[];
  /** False while nobody real can be woken: then the administrator is paged. */
  readonly realResponder: boolean;
  /** Who is called by WeChat alone, now or by the rota. */
  readonly wechatOnly: readonly string[];
};

/** An account that cannot be used, and which one it was. */
export type AccountRefusal = {
  readonly ok: false;
  readonly code: 'bad-account' | 'account-taken' | 'no-notifier' | 'which-notifier' | 'unknown-notifier';
  readonly account: StaffAccount;
};

/** What is handed to somebody whose accounts wait to be activated. */
export type HandedOver = {
  readonly name: string;
  /** To be sent from the account itself; null where none writes. */
  readonly code: string | null;
  /** Notifiers that have sent codes of their own, which are typed. */
  readonly sentBy: readonly string[];
};

/** What the centre does with its people, from the console and the command line alike; authorised and audited here. */
export interface StaffDesk {
  list(actor: Actor): Promise<StaffRow[] | null>;
  duty(actor: Actor): Promise<DutyView>;
  /** One's own addresses. */
  own(actor: Actor): Promise<StaffRow['addresses']>;
  add(
    actor: Actor,
    input: {
      name: string;
      roles: readonly string[];
      accounts: readonly StaffAccount[];
      onCall: boolean;
    },
  ): Promise<
    | Result<
        HandedOver & { link: string },
        'forbidden' | 'empty-name' | 'name-taken' | 'unknown-role' | 'no-role'
      >
    | AccountRefusal
  >;
  /** Accounts for somebody who is there already; active once their owner has given the codes. */
  addAddress(
    actor: Actor,
    input: { name: string; accounts: readonly StaffAccount[]; onCall: boolean },
  ): Promise<
    Result<HandedOver, 'forbidden' | 'unknown' | 'disabled' | 'sample' | 'no-account'> | AccountRefusal
  >;
  /** A code that a notifier has sent; the same one twice is no mistake. Administrators, or the person. */
  confirm(
    actor: Actor,
    staffId: string,
    code: string,
  ): Promise<
    | Result<{ name: string }, 'forbidden' | 'unknown' | 'no-code'>
    | { readonly ok: false; readonly code: 'wrong'; readonly triesLeft: number }
  >;
  /** A new code: sent by the notifier, or else answered. Administrators, or the person. */
  renewCode(
    actor: Actor,
    staffId: string,
    addressId: string,
  ): Promise<Result<{ code: string | null }, 'forbidden' | 'unknown' | 'active' | 'too-soon'>>;
  /** Ends one address; its owner is told elsewhere. */
  removeAddress(
    actor: Actor,
    staffId: string,
    addressId: string,
  ): Promise<Result<null, 'forbidden' | 'unknown'>>;
  /** A one-time sign-in link, good for five minutes; its owner is told. */
  link(
    actor: Actor,
    name: string,
  ): Promise<Result<{ name: string; link: string }, 'forbidden' | 'unknown' | 'disabled'>>;
  setOnCall(actor: Actor, staffId: string, onCall: boolean): Promise<Result<null, 'forbidden' | 'unknown'>>;
  revoke(actor: Actor, staffId: string): Promise<Result<null, 'forbidden' | 'unknown' | 'yourself'>>;
}
