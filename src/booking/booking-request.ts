import type { FreeDay } from './pick-slots.ts';

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

export type OfferedAppointment = OfferedSlot & { readonly appointmentId: string };

/** What a student's conversation may ask of the calendar. */
export type BookingRequest =
  | { readonly ask: 'days' }
  | { readonly ask: 'times'; readonly date: string }
  | { readonly ask: 'hold'; readonly slotId: string }
  | { readonly ask: 'confirm'; readonly appointmentId: string }
  | { readonly ask: 'release'; readonly appointmentId: string }
  | { readonly ask: 'appointments' }
  | { readonly ask: 'cancel'; readonly appointmentId: string };

export type BookingResult =
  | { readonly of: 'days'; readonly days: readonly FreeDay[] }
  | { readonly of: 'times'; readonly date: string; readonly slots: readonly OfferedSlot[] }
  | HoldResult
  | ConfirmResult
  | { readonly of: 'release' }
  | { readonly of: 'appointments'; readonly appointments: readonly OfferedAppointment[] }
  | { readonly of: 'cancel'; readonly outcome: 'cancelled' | 'too-late' | 'unknown' };

export type HoldResult =
  | {
      readonly of: 'hold';
      readonly outcome: 'held';
      readonly appointment: OfferedAppointment;
      readonly heldUntil: Date;
    }
  | { readonly of: 'hold'; readonly outcome: 'taken' | 'limit'; readonly next: readonly OfferedSlot[] };

export type ConfirmResult =
  | { readonly of: 'confirm'; readonly outcome: 'booked'; readonly appointment: OfferedAppointment }
  | { readonly of: 'confirm'; readonly outcome: 'expired' | 'limit'; readonly next: readonly OfferedSlot[] };
