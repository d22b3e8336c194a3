import type { Actor } from '../../../access/can.ts';
import type { OfferedSlot } from '../../../booking/booking-request.ts';
import type { DeskReason } from '../../../booking/desk-booking.ts';
import type { Result } from '../../../core/result.ts';

/** As it was typed: a student number, or the code that the student read out. */
export type AskedFor = { readonly number: string; readonly code: string };

export type FoundStudent = {
  /** As the roster has them, where they were found by their number. */
  readonly person: { readonly name: string; readonly college: string } | null;
  /** What the viewer may book for them, by start. */
  readonly slots: readonly OfferedSlot[];
};

/**
 * `nothing`: neither a number nor a code, or both; `no-consent`: they have not agreed that appointments of theirs are
 * kept.
 */
export type FindProblem =
  | 'nothing'
  | 'number'
  | 'code'
  | 'unknown-number'
  | 'unknown-code'
  | 'no-consent'
  | 'absent';

export type BookInput = {
  /** The same twice is one appointment. */
  readonly key: string;
  /** Of a slot that was shown. */
  readonly slot: string;
  readonly reason: DeskReason;
};

/** `full`: the counsellor's day or week is; `limit`: they have as many appointments ahead as they may. */
export type BookProblem = FindProblem | 'taken' | 'full' | 'limit';

/** 替同学约 in the console; authorised and audited here. Null and `absent` look alike. */
export interface DeskBookingDesk {
  /** Null for whoever books for nobody. */
  open(actor: Actor): Promise<{ readonly byNumber: boolean } | null>;
  find(actor: Actor, who: AskedFor): Promise<Result<FoundStudent, FindProblem>>;
  /** Books at once, by the same way as a student's own, and tells them where they can call it off. */
  book(actor: Actor, who: AskedFor, input: BookInput): Promise<Result<OfferedSlot, BookProblem>>;
}
