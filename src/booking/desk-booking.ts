/** How a student asked staff to book for them. */
export const DESK_REASONS = ['phone', 'walk-in', 'counsellor', 'other'] as const;
export type DeskReason = (typeof DESK_REASONS)[number];

export const isDeskReason = (text: string): text is DeskReason =>
  DESK_REASONS.some((reason) => reason === text);

/** For so long, in minutes, staff can book with a code. */
export const DESK_CODE_MINUTES = 30;

/** Codes with which a student lets staff book for them, and what was booked so. Codes are kept as hashes. */
export interface DeskBookingStore {
  /** Takes the place of the code that this address had; false where somebody else has the same one now. */
  makeCode(input: {
    readonly code: string;
    readonly addressId: string;
    readonly now: Date;
    readonly expiresAt: Date;
  }): Promise<boolean>;
  /** Whose code it is, while it holds; consumes nothing. */
  addressOf(code: string, now: Date): Promise<string | null>;
  /** Notes who booked it; the same twice is one note. */
  note(booking: {
    readonly appointmentId: string;
    readonly staffId: string;
    readonly reason: DeskReason;
    readonly now: Date;
  }): Promise<void>;
}
