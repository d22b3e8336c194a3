/** A centre head who looks at what a referral says, for a reason that is given first. */
export type ReferralLook = {
  readonly id: string;
  readonly referralId: string;
  readonly staffId: string;
  readonly openedAt: Date;
  readonly expiresAt: Date;
  /** Of `GLASS_GROUNDS`. */
  readonly ground: string;
  readonly reason: string;
};

/** Looks are written once; reasons are sealed with the file of whom they are about. */
export interface ReferralLookStore {
  open(look: ReferralLook): Promise<void>;
  /** Until when this person may read it; null where they may not now. */
  openUntil(referralId: string, staffId: string, now: Date): Promise<Date | null>;
  /** Newest first. */
  list(limit: number): Promise<ReferralLook[]>;
}
