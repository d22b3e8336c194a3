import type { NewAvailabilityRule } from '../../booking/booking-setup.ts';
import { EVERY_WEEK, type TeachingWeeks } from '../../booking/teaching-weeks.ts';

type WeekColumns = { readonly weeks: TeachingWeeks['kind']; readonly week_list: number[] | null };

const rowOfWeeks = (weeks: TeachingWeeks): WeekColumns => ({
  weeks: weeks.kind,
  week_list: weeks.kind === 'list' ? [...weeks.list] : null,
});

export const weeksOfRow = ({ weeks, week_list }: WeekColumns): TeachingWeeks =>
  weeks === 'list' ? { kind: weeks, list: week_list ?? [] } : { kind: weeks };

export const rowOfRule = (rule: NewAvailabilityRule) => ({
  id: rule.id,
  staff_id: rule.staffId,
  room_id: rule.roomId,
  weekday: rule.weekday,
  from_minute: rule.fromMinute,
  to_minute: rule.toMinute,
  session_minutes: rule.sessionMinutes,
  valid_from: rule.validFrom,
  valid_to: rule.validTo,
  mode: rule.mode ?? ('on-site' as const),
  ...rowOfWeeks(rule.weeks ?? EVERY_WEEK),
  buffer_before_minutes: rule.bufferBeforeMinutes ?? 0,
  buffer_after_minutes: rule.bufferAfterMinutes ?? 0,
  held_back: rule.heldBack ?? ('none' as const),
  extra: rule.extra ?? false,
  sample: rule.sample,
});
