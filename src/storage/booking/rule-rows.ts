import type { TeachingWeeks } from '../../booking/teaching-weeks.ts';

type WeekColumns = { readonly weeks: TeachingWeeks['kind']; readonly week_list: number[] | null };

export const rowOfWeeks = (weeks: TeachingWeeks): WeekColumns => ({
  weeks: weeks.kind,
  week_list: weeks.kind === 'list' ? [...weeks.list] : null,
});

export const weeksOfRow = ({ weeks, week_list }: WeekColumns): TeachingWeeks =>
  weeks === 'list' ? { kind: weeks, list: week_list ?? [] } : { kind: weeks };
