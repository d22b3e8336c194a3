import type { Freedom } from './decide-standing.ts';
import type { FreeDay } from './pick-slots.ts';
import type { Wish, WishChoices } from './wish.ts';

/** A slot as a student is offered it; `id` is that of `slotId`. */
export type OfferedSlot = {
  readonly id: string;
  readonly startAt: Date;
  readonly endAt: Date;
  readonly counsellor: string;
  /** Null online. */
  readonly room: string | null;
  readonly campus: string | null;
  readonly mode: 'on-site' | 'online';
};

export type OfferedAppointment = OfferedSlot & {
  readonly appointmentId: string;
  /** Where the counsellor is online, for whoever has booked. */
  readonly onlineAddress?: string;
  /** Their counsellor does not come then. */
  readonly closed?: true;
  /** Staff asked for another time: nothing about this one is late. */
  readonly asked?: true;
  /** The centre cannot keep it itself, and perhaps nobody has told them: nor is anything about this one late. */
  readonly excused?: true;
};

/** What a student's conversation may ask of the calendar. */
export type BookingRequest =
  /** `insteadOf` names the appointment that is to be moved, here and below. */
  | { readonly ask: 'days'; readonly insteadOf?: string }
  | { readonly ask: 'times'; readonly date: string; readonly insteadOf?: string }
  | { readonly ask: 'hold'; readonly slotId: string; readonly insteadOf?: string }
  | { readonly ask: 'confirm'; readonly appointmentId: string }
  | { readonly ask: 'move'; readonly appointmentId: string; readonly holdId: string }
  | { readonly ask: 'wishes' }
  | { readonly ask: 'wish'; readonly wish: Wish }
  | { readonly ask: 'release'; readonly appointmentId: string }
  | { readonly ask: 'appointments' }
  | { readonly ask: 'cancel'; readonly appointmentId: string; readonly evenLate?: boolean };

export type BookingResult =
  | {
      readonly of: 'days';
      readonly days: readonly FreeDay[];
      readonly freedom: Freedom;
      /** Something is wished for; days with nothing that fits are left out. */
      readonly wished: boolean;
      /** What was wished for and nobody can fulfil any more: it leaves nothing out. */
      readonly lost?: Wish;
      /** They have as many as they may, of which this address may not see all. */
      readonly elsewhere?: true;
    }
  | { readonly of: 'times'; readonly date: string; readonly slots: readonly OfferedSlot[] }
  | HoldResult
  | ConfirmResult
  | { readonly of: 'release' }
  | {
      readonly of: 'appointments';
      readonly appointments: readonly OfferedAppointment[];
      /** There are others, which this address may not see. */
      readonly elsewhere?: true;
    }
  | CancelResult
  | MoveResult
  | {
      readonly of: 'wishes';
      readonly wish: Wish;
      /** What was wished for, too, and nobody can fulfil any more. */
      readonly lost?: Wish;
      readonly choices: WishChoices;
      /** The counsellor whom they saw or booked last, if they still see students. */
      readonly own: { readonly staffId: string; readonly counsellor: string } | null;
    }
  | { readonly of: 'wish' };

export type CancelResult =
  | {
      readonly of: 'cancel';
      readonly outcome: 'cancelled' | 'cancelled-late';
      /** How freely they may book from now on ... */
      readonly freedom: Freedom;
      /** ... and what is free next. */
      readonly next: readonly OfferedSlot[];
    }
  /** `late`: nobody told them that it is; `too-late`: its time has begun. Here and below. */
  | { readonly of: 'cancel'; readonly outcome: 'late' | 'too-late' | 'unknown' };

export type MoveResult =
  | { readonly of: 'move'; readonly outcome: 'moved'; readonly appointment: OfferedAppointment }
  | { readonly of: 'move'; readonly outcome: 'expired' | 'full'; readonly next: readonly OfferedSlot[] }
  | { readonly of: 'move'; readonly outcome: 'late' | 'too-late' | 'unknown' };

/** `full`: the counsellor's day or week is, though this time of it is nobody's. */
export type HoldResult =
  | {
      readonly of: 'hold';
      readonly outcome: 'held';
      readonly appointment: OfferedAppointment;
      readonly heldUntil: Date;
    }
  | {
      readonly of: 'hold';
      /** The two last ones say which rule keeps this time from them. */
      readonly outcome: 'taken' | 'full' | 'limit' | 'term-limit' | 'near-only';
      readonly next: readonly OfferedSlot[];
    };

export type ConfirmResult =
  | { readonly of: 'confirm'; readonly outcome: 'booked'; readonly appointment: OfferedAppointment }
  | {
      readonly of: 'confirm';
      readonly outcome: 'expired' | 'full' | 'limit' | 'term-limit';
      readonly next: readonly OfferedSlot[];
    };
