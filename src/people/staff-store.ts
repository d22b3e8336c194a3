import type { StaffRole } from '../access/roles.ts';
import type { ChannelName } from '../core/channel.ts';
import type { Result } from '../core/result.ts';
import type { StaffAddress, StaffMember, StaffSession } from './staff.ts';

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
   * Prepares an account as somebody's address; it gets nothing until the code came from it.
   * An earlier address of the same account is refused as `account-taken`.
   */
  prepareAddress(input: {
    id: string;
    staffId: string;
    channel: ChannelName;
    account: string;
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
  /** The staff member who owns this account now, if its address is active. */
  byAddress(addressId: string): Promise<StaffMember | null>;
  /** The staff member who is this person; they must not be called for their own crisis. */
  byContact(contactId: string): Promise<StaffMember | null>;
  /** Ends everything of a person at once: addresses, sessions, links, on-call. */
  revoke(staffId: string, now: Date): Promise<void>;
}

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
