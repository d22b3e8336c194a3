/** A colleague is asked to take a case over, or to come beside its owner. */
export type RequestKind = 'transfer' | 'invite';
export type RequestStatus = 'offered' | 'accepted' | 'declined' | 'withdrawn' | 'expired';

export type CaseRequest = {
  readonly id: string;
  readonly caseId: string;
  readonly kind: RequestKind;
  readonly fromStaffId: string;
  readonly toStaffId: string;
  readonly status: RequestStatus;
  readonly offeredAt: Date;
  readonly expiresAt: Date;
};

/** Somebody beside the owner; `place` is how the student tells them apart, the owner being the first. */
export type CaseMember = { readonly staffId: string; readonly place: number };

/**
 * Who else has to do with a case: those who were asked, and those who came. Whoever becomes its owner, and everybody at
 * its end, is taken out by the acts of `CaseStore` that do this.
 */
export interface CaseTeamStore {
  /** False where the same is asked already. */
  ask(request: Omit<CaseRequest, 'status'>): Promise<boolean>;
  request(id: string): Promise<CaseRequest | null>;
  /** Not answered yet; oldest first. */
  waitingOf(caseId: string): Promise<CaseRequest[]>;
  waitingFor(staffId: string): Promise<CaseRequest[]>;
  /** One update decides; null for what is settled, or for an answer that came after `expiresAt`. */
  settle(id: string, to: Exclude<RequestStatus, 'offered'>, now: Date): Promise<CaseRequest | null>;
  /** Ends everything that is asked about a case. */
  withdrawAll(caseId: string, now: Date): Promise<CaseRequest[]>;
  dueIds(before: Date, limit: number): Promise<string[]>;
  /** The place of whoever joins; null if they are in it already, as its owner too, or it is closed. */
  join(id: string, caseId: string, staffId: string, now: Date): Promise<number | null>;
  leave(caseId: string, staffId: string, now: Date): Promise<boolean>;
  members(caseIds: readonly string[]): Promise<ReadonlyMap<string, readonly CaseMember[]>>;
  /** Cases that are not closed in which they stand beside the owner. */
  casesOf(staffId: string): Promise<string[]>;
}
