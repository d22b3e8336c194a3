import type { Claimed } from '../core/read-identity.ts';
import type { Result } from '../core/result.ts';

export type CodeWay = 'mail' | 'desk';

/** Whose word it is: where it was typed, and by whom. */
export type Claimant = { readonly contactId: string; readonly addressId: string; readonly now: Date };

/** A claim that the roster bears out, and where its code goes; no mailbox: in person only. */
export type BorneOut = {
  readonly claimId: string;
  readonly addressId: string;
  readonly mailbox: string | null;
};

export type CodeTry =
  | { readonly kind: 'bound' }
  /** The number is somebody else's here: a person decides. */
  | { readonly kind: 'asked' }
  | { readonly kind: 'wrong' | 'limit' };

export type RebindRequest = {
  readonly id: string;
  readonly at: Date;
  readonly way: CodeWay;
  /** As the roster has it; null where it is no longer there. */
  readonly person: { readonly name: string; readonly college: string } | null;
  readonly boundAt: Date | null;
};

export type BoundPerson = {
  readonly name: string;
  readonly college: string;
  /** Null where the roster was imported before it was kept, and where the roster has none. */
  readonly number: string | null;
  readonly phone: string | null;
};

/** What was bound anew, and where it had been. */
export type Rebound = { readonly newAddressId: string; readonly oldAddressId: string | null };

/** Who people are by the roster. Numbers, names and codes are kept as keyed hashes; every try is a row. */
export interface BindingStore {
  isBound(contactId: string): Promise<boolean>;
  /**
   * Notes what somebody says of themselves. Looks nothing up, so that neither the answer nor its time tells whether
   * there is such a number; `limit` counts numbers that nobody has as well. What is said beyond it is noted for a code from
   * the desk alone.
   */
  claim(id: string, claimed: Claimed, by: Claimant): Promise<'noted' | 'limit'>;
  /** Takes claims that nobody has looked into; answers those that the roster bears out. */
  settleClaims(now: Date, limit: number): Promise<BorneOut[]>;
  /** A code for a claim; earlier ones of the same claimant for it no longer hold. */
  mailCode(input: { id: string; claimId: string; code: string; expiresAt: Date; now: Date }): Promise<void>;
  /** A code that is handed over in person; `unknown` where number and name are not those of the roster. */
  deskCode(input: {
    id: string;
    claimed: Claimed;
    code: string;
    staffId: string;
    expiresAt: Date;
    now: Date;
  }): Promise<Result<null, 'unknown'>>;
  /**
   * Tries a code for what was claimed here last; one from the desk holds beyond the `limit` too, until too many wrong
   * ones were typed for it. `bindingId` and `requestId` are for what comes of it.
   */
  tryCode(input: { code: string; bindingId: string; requestId: string; by: Claimant }): Promise<CodeTry>;
  openRequests(): Promise<RebindRequest[]>;
  /** Null where it is not open any more. */
  approve(input: { id: string; bindingId: string; staffId: string; now: Date }): Promise<Rebound | null>;
  refuse(input: { id: string; staffId: string; now: Date }): Promise<{ readonly addressId: string } | null>;
  /** Who has this number here now, and where they can be told something; null where nobody has. */
  holderOf(number: string): Promise<{ readonly contactId: string; readonly addressId: string } | null>;
  /** Whoever this contact is bound to, as the roster has them; null where they are nobody's. */
  personOf(contactId: string): Promise<BoundPerson | null>;
  /** The college of that person; opens nothing that is sealed, since a crisis waits for it. */
  collegeOf(contactId: string): Promise<string | null>;
}
