import type { Calendar, DayKind } from '../../core/calendar.ts';

export const DUTIES = ['duty', 'backup'] as const;
export type Duty = (typeof DUTIES)[number];

/**
 * Rules are never changed: an edit ends the old one and makes a new one, so that who was on call then stays true.
 * `madeAt` null: it was always there. It counts from `madeAt` until `endedAt`.
 */
type Lifetime = {
  readonly id: string;
  readonly duty: Duty;
  readonly madeAt: Date | null;
  readonly endedAt: Date | null;
};

/** Hours of a day; `toMinute` above 1440 is on the following day, 0 to 1440 is round the clock. */
type Hours = {
  readonly fromMinute: number;
  readonly toMinute: number;
  readonly days: DayKind;
};

/** The same person every week; weekday 1 is Monday. */
export type WeeklyShift = Lifetime &
  Hours & {
    readonly kind: 'weekly';
    readonly staffId: string;
    readonly weekday: number;
    /** Dates of its first and last day; null for no bound. */
    readonly validFrom: string | null;
    readonly validTo: string | null;
    readonly sample: boolean;
  };

/**
 * Members one after another, each for `periodDays`. The first hand-over to `members[0]` is the first time, from
 * `validFrom` on, that it is `handOverMinute` of a `handOverWeekday`; before that the last of them is on.
 */
export type Rotation = Lifetime &
  Hours & {
    readonly kind: 'rotation';
    readonly name: string;
    readonly members: readonly string[];
    readonly periodDays: number;
    readonly handOverWeekday: number;
    readonly handOverMinute: number;
    readonly validFrom: string;
    readonly validTo: string | null;
  };

type Period = { readonly startsAt: Date; readonly endsAt: Date };

export type SingleShift = Lifetime & Period & { readonly kind: 'single'; readonly staffId: string };

/** Somebody instead of somebody, wherever that one would be on; or, with null, beside everybody. */
export type Override = Lifetime &
  Period & { readonly kind: 'override'; readonly staffId: string; readonly insteadOf: string | null };

export type RotaRule = WeeklyShift | Rotation | SingleShift | Override;

/** A rule before anybody has written it down; its id is made by whoever asks, so that asking twice is once. */
export type NewRule = RotaRule extends infer Rule
  ? Rule extends RotaRule
    ? Omit<Rule, 'madeAt' | 'endedAt'>
    : never
  : never;

export const SWAP_STATUSES = ['offered', 'accepted', 'declined', 'withdrawn', 'expired'] as const;
export type SwapStatus = (typeof SWAP_STATUSES)[number];

/** A stretch that somebody asks somebody else to take; nothing changes until they accept. */
export type Swap = Period & {
  readonly id: string;
  readonly duty: Duty;
  readonly fromStaffId: string;
  readonly toStaffId: string;
  readonly status: SwapStatus;
  readonly offeredAt: Date;
  readonly settledAt: Date | null;
};

/** Everything that says who is on call. */
export type Rota = {
  readonly calendar: Calendar;
  readonly rules: readonly RotaRule[];
  /** Only accepted ones count; others may stand here. */
  readonly swaps: readonly Swap[];
  /**
   * Staff who have left, and when: from then on whatever names them counts as not there, so that the one they stood in for
   * is on again. What was before stays as it was.
   */
  readonly gone: ReadonlyMap<string, Date>;
};

/** One person on call without a break. */
export type Stint = Period & {
  readonly staffId: string;
  readonly duty: Duty;
  readonly from: { readonly kind: RotaRule['kind'] | 'swap'; readonly id: string };
  /** Whose it is by the shifts alone, where somebody stands in or has swapped, however often; else null. */
  readonly insteadOf: string | null;
};
