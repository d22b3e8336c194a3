import type { StaffRole } from '../access/roles.ts';
import type { Result } from '../core/result.ts';
import type { StaffAddress, StaffChannel, StaffMember, StaffSession } from './staff.ts';

export interface StaffStore {
  list(): Promise<StaffMember[]>;
  byId(staffId: string): Promise<StaffMember | null>;
  byName(name: string): Promise<StaffMember | null>;
  add(member: {
    id: string;
    name: string;
    roles: readonly StaffRole[];
    sample: boolean;
    now: Date;
  }): Promise<Result<StaffMember, 'name-taken'>>;
  addresses(staffIds: readonly string[]): Promise<StaffAddress[]>;
  /**
   * Prepares an account as somebody's address; it gets nothing but its code until the code came from it, or was typed.
   * An earlier address of the same account is refused as `account-taken`.
   */
  prepareAddress(input: {
    id: string;
    staffId: string;
    channel: StaffChannel;
    account: string;
    /** Where a notifier sends to; null where the account has to write first. */
    sentTo: { readonly notifier: string; readonly addressId: string } | null;
    code: string;
    expiresAt: Date;
    onCall: boolean;
    now: Date;
  }): Promise<Result<null, 'account-taken'>>;
  /** Activates the address whose code this is, if it comes from its own account; starts its on-call as asked for. */
  activate(input: {
    addressId: string;
    code: string;
    onCallId: string;
    now: Date;
  }): Promise<{ staff: StaffMember; onCall: boolean } | null>;
  /**
   * Activates whichever number or mailbox of this person the typed code was sent to. The same code again is as good
   * as the first time; a wrong one counts against each that still waits.
   */
  confirm(input: { staffId: string; code: string; onCallId: string; now: Date }): Promise<ConfirmOutcome>;
  /** Another code, with as many tries as at first; the address must still wait. */
  renewCode(input: {
    id: string;
    staffId: string;
    code: string;
    expiresAt: Date;
    /** A code that lasts beyond this was sent only just now. */
    unlessBeyond: Date;
  }): Promise<Result<StaffAddress, 'absent' | 'active' | 'too-soon'>>;
  /** Ends one address; false when this person has no such one. */
  revokeAddress(input: { id: string; staffId: string; now: Date }): Promise<boolean>;
  /** The staff member who owns this account now, if its address is active. */
  byAddress(addressId: string): Promise<StaffMember | null>;
  /** The staff member who is this person; they must not be called for their own crisis. */
  byContact(contactId: string): Promise<StaffMember | null>;
  /** Ends everything of a person at once: addresses, sessions, links, on-call. */
  revoke(staffId: string, now: Date): Promise<void>;
}

export type ConfirmOutcome =
  | { readonly kind: 'confirmed'; readonly onCall: boolean }
  | { readonly kind: 'already' }
  /** How often a wrong code may still be typed. */
  | { readonly kind: 'wrong'; readonly triesLeft: number }
  /** No code of this person can be typed now: a new one has to be asked for. */
  | { readonly kind: 'no-code' };

/** Sign-in by one-time link; secrets are given as they are and stored only as hashes. */
export interface SignInStore {
  issueLink(input: { staffId: string; token: string; now: Date; expiresAt: Date }): Promise<void>;
  /** Whose link it is while it can still be used; consumes nothing. */
  peekLink(token: string, now: Date): Promise<StaffMember | null>;
  /** Uses the link, once; null when it was used, has expired or is unknown. */
  consumeLink(input: {
    linkToken: string;
    sessionId: string;
    sessionToken: string;
    csrf: string;
    now: Date;
    expiresAt: Date;
  }): Promise<StaffSession | null>;
  session(sessionToken: string, now: Date): Promise<StaffSession | null>;
  endSession(sessionId: string, now: Date): Promise<void>;
}
