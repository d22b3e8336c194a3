import type { NewAvailabilityRule } from '../../booking/booking-setup.ts';
import { EVERY_WEEK, type TeachingWeeks } from '../../booking/teaching-weeks.ts';
import { sql } from '../kysely.ts';

type WeekColumns = { readonly weeks: TeachingWeeks['kind']; readonly week_list: number[] | null };

const rowOfWeeks = (weeks: TeachingWeeks): WeekColumns => ({
  weeks: weeks.kind,
  week_list: weeks.kind === 'list' ? [...weeks.list] : null,
});

export const weeksOfRow = ({ weeks, week_list }: WeekColumns): TeachingWeeks =>
  weeks === 'list' ? { kind: weeks, list: week_list ?? [] } : { kind: weeks };

/** Of a rule by the name of its table here: that it was not removed, and still opens something. */
export const stillOpens = (rule: string) => sql<boolean>`(${sql.ref(`${rule}.removed_at`)} is null
  and coalesce(${sql.ref(`${rule}.valid_to`)} >= (xinqiao.app_now() at time zone 'Asia/Shanghai')::date, true))`;

/** Whoever opens a time online meets there, whether or not their profile (`p`) says so; of a staff member `s`. */
export const meetsOnline = sql<boolean>`(coalesce(p.online, false) or exists (
  select from xinqiao.availability_rule r
  where r.staff_id = s.id and r.mode = 'online' and ${stillOpens('r')}))`;

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
