import type { Actor } from '../access/can.ts';
import type { StaffRole } from '../access/roles.ts';
import type { Result } from '../core/result.ts';

export type StaffRow = {
  readonly id: string;
  readonly name: string;
  readonly roles: readonly StaffRole[];
  readonly sample: boolean;
  readonly disabled: boolean;
  readonly addresses: readonly {
    readonly channel: string;
    readonly active: boolean;
    readonly reachable: boolean;
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
  readonly shifts: readonly {
    readonly name: string;
    readonly duty: 'duty' | 'backup';
    readonly weekday: number;
    readonly fromMinute: number;
    readonly toMinute: number;
    readonly sample: boolean;
  }[];
};

/** What the centre does with its people, from the console and the command line alike; authorised and audited here. */
export interface StaffDesk {
  list(actor: Actor): Promise<StaffRow[] | null>;
  duty(actor: Actor): Promise<DutyView>;
  /** `code` is null without an account to activate. */
  add(
    actor: Actor,
    input: { name: string; roles: readonly string[]; telegram: string | null; onCall: boolean },
  ): Promise<
    Result<
      { name: string; link: string; code: string | null },
      'forbidden' | 'empty-name' | 'name-taken' | 'unknown-role' | 'no-role' | 'bad-account' | 'account-taken'
    >
  >;
  /** A Telegram account for somebody who is there already; active once its owner has sent the code from it. */
  addAddress(
    actor: Actor,
    input: { name: string; telegram: string; onCall: boolean },
  ): Promise<
    Result<
      { name: string; code: string },
      'forbidden' | 'unknown' | 'disabled' | 'sample' | 'bad-account' | 'account-taken'
    >
  >;
  /** A one-time sign-in link, good for five minutes; its owner is told. */
  link(
    actor: Actor,
    name: string,
  ): Promise<Result<{ name: string; link: string }, 'forbidden' | 'unknown' | 'disabled'>>;
  setOnCall(actor: Actor, staffId: string, onCall: boolean): Promise<Result<null, 'forbidden' | 'unknown'>>;
  revoke(actor: Actor, staffId: string): Promise<Result<null, 'forbidden' | 'unknown' | 'yourself'>>;
}
