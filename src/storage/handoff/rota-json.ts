import { type Calendar, type DayKind, EMPTY_CALENDAR } from '../../core/calendar.ts';
import type { Duty, Rota, RotaRule, Swap, SwapStatus } from '../../handoff/rota/rota.ts';

/** Rows as `json_agg` writes them: times as text, and everything of the rota in one answer. */
type Life = { id: string; duty: Duty; made_at: string | null; ended_at: string | null };
type Hours = { from_minute: number; to_minute: number; days: DayKind; valid_to: string | null };
type Period = { starts_at: string; ends_at: string };

export type RotaJson = {
  weekly:
    | (Life & Hours & { staff_id: string; weekday: number; valid_from: string | null; sample: boolean })[]
    | null;
  rotations:
    | (Life &
        Hours & {
          name: string;
          members: string[];
          period_days: number;
          hand_over_weekday: number;
          hand_over_minute: number;
          valid_from: string;
        })[]
    | null;
  stints:
    | (Life & Period & { kind: 'single' | 'override'; staff_id: string; instead_of: string | null })[]
    | null;
  swaps: SwapJson[] | null;
  gone: { id: string; at: string }[] | null;
  calendar: Calendar | null;
};

export type SwapJson = Period & {
  id: string;
  duty: Duty;
  from_staff_id: string;
  to_staff_id: string;
  status: SwapStatus;
  offered_at: string;
  settled_at: string | null;
};

const time = (text: string | null): Date | null => (text === null ? null : new Date(text));

const lifeOf = ({ id, duty, made_at, ended_at }: Life) => ({
  id,
  duty,
  madeAt: time(made_at),
  endedAt: time(ended_at),
});

const hoursOf = ({ from_minute, to_minute, days, valid_to }: Hours) => ({
  fromMinute: from_minute,
  toMinute: to_minute,
  days,
  validTo: valid_to,
});

const periodOf = ({ starts_at, ends_at }: Period) => ({
  startsAt: new Date(starts_at),
  endsAt: new Date(ends_at),
});

export function readRotaJson(json: RotaJson): Rota {
  const rules: RotaRule[] = [
    ...(json.weekly ?? []).map(
      (row): RotaRule => ({
        kind: 'weekly',
        ...lifeOf(row),
        ...hoursOf(row),
        staffId: row.staff_id,
        weekday: row.weekday,
        validFrom: row.valid_from,
        sample: row.sample,
      }),
    ),
    ...(json.rotations ?? []).map(
      (row): RotaRule => ({
        kind: 'rotation',
        ...lifeOf(row),
        ...hoursOf(row),
        name: row.name,
        members: row.members,
        periodDays: row.period_days,
        handOverWeekday: row.hand_over_weekday,
        handOverMinute: row.hand_over_minute,
        validFrom: row.valid_from,
      }),
    ),
    ...(json.stints ?? []).map((row): RotaRule => {
      const shared = { ...lifeOf(row), ...periodOf(row), staffId: row.staff_id };
      return row.kind === 'single'
        ? { kind: 'single', ...shared }
        : { kind: 'override', ...shared, insteadOf: row.instead_of };
    }),
  ];
  return {
    calendar: json.calendar ?? EMPTY_CALENDAR,
    rules,
    swaps: (json.swaps ?? []).map(readSwapJson),
    gone: new Map((json.gone ?? []).map(({ id, at }) => [id, new Date(at)])),
  };
}

export const readSwapJson = (row: SwapJson): Swap => ({
  id: row.id,
  duty: row.duty,
  fromStaffId: row.from_staff_id,
  toStaffId: row.to_staff_id,
  ...periodOf(row),
  status: row.status,
  offeredAt: new Date(row.offered_at),
  settledAt: time(row.settled_at),
});
