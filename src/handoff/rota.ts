import { Temporal } from 'temporal-polyfill';

export const CENTRE_TIME_ZONE = 'Asia/Shanghai';

/** A weekly shift; minutes of the day in Asia/Shanghai, weekday 1 is Monday. */
export type Shift = {
  readonly staffId: string;
  readonly duty: 'duty' | 'backup';
  readonly weekday: number;
  readonly fromMinute: number;
  readonly toMinute: number;
};

/** Whose shift it is. Pure. */
export function onShift(shifts: readonly Shift[], duty: Shift['duty'], now: Date): string[] {
  const local = Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(CENTRE_TIME_ZONE);
  const minute = local.hour * 60 + local.minute;
  const hits = shifts.filter(
    (shift) =>
      shift.duty === duty &&
      shift.weekday === local.dayOfWeek &&
      shift.fromMinute <= minute &&
      minute < shift.toMinute,
  );
  return [...new Set(hits.map((shift) => shift.staffId))];
}
