import type { RegisterClass } from './closing/closing.ts';

/** Somebody who is followed: one entry for each person at a time. */
export type RegisterEntry = {
  readonly id: string;
  readonly contactId: string;
  /** The case that brought them here last. */
  readonly caseId: string;
  readonly caseNumber: number;
  readonly class: RegisterClass;
  /** Null while nobody is responsible; then it is the centre heads'. */
  readonly ownerId: string | null;
  readonly enteredAt: Date;
  readonly leftAt: Date | null;
};

export const REGISTER_CHANGES = ['entered', 'raised', 'reclassed', 'assigned', 'ownerless', 'left'] as const;
export type RegisterChangeKind = (typeof REGISTER_CHANGES)[number];

export type RegisterChange = {
  readonly kind: RegisterChangeKind;
  readonly class: RegisterClass | null;
  readonly ownerId: string | null;
  /** Null where nobody of the staff did it. */
  readonly staffId: string | null;
  readonly reason: string;
  readonly at: Date;
};

/** 重点关注. Nobody is dropped from it: leaving needs a person and a reason, and both are kept. */
export interface RegisterStore {
  /** Locks it, so that two endings of one person come one after another. */
  activeOf(contactId: string): Promise<RegisterEntry | null>;
  /** Locks it until the transaction ends. */
  byId(entryId: string): Promise<RegisterEntry | null>;
  /** Those who have not left; of one owner where one is given. */
  list(ownerId: string | null): Promise<RegisterEntry[]>;
  changes(entryId: string): Promise<RegisterChange[]>;
  enter(
    entry: Pick<RegisterEntry, 'id' | 'contactId' | 'caseId' | 'class'> & { readonly ownerId: string },
    by: string,
    now: Date,
  ): Promise<void>;
  /** A later case of the same person: the entry is this case's now. */
  follow(
    entryId: string,
    to: { readonly caseId: string; readonly class: RegisterClass; readonly ownerId: string },
    by: string,
    now: Date,
  ): Promise<void>;
  reclass(entryId: string, to: RegisterClass, reason: string, by: string, now: Date): Promise<void>;
  assign(entryId: string, ownerId: string, by: string, now: Date): Promise<void>;
  /** Somebody is gone: what was theirs is nobody's, and says so; answers which entries. */
  dropOwner(staffId: string, now: Date): Promise<RegisterEntry[]>;
  leave(entryId: string, reason: string, by: string, now: Date): Promise<void>;
}
