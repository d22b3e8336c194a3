import { fail, ok, type Result } from '../core/result.ts';

/** In which weeks a rule opens; weeks count from the Monday of the week in which the term begins. */
export type TeachingWeeks =
  | { readonly kind: 'all' | 'term' | 'odd' | 'even' }
  | { readonly kind: 'list'; readonly list: readonly number[] };

export const EVERY_WEEK: TeachingWeeks = { kind: 'all' };

/** Longer than any term. */
export const LAST_WEEK = 60;

/** `week` is null between terms. */
export function isTaught(weeks: TeachingWeeks, week: number | null): boolean {
  if (weeks.kind === 'all') return true;
  if (week === null) return false;
  switch (weeks.kind) {
    case 'term':
      return true;
    case 'odd':
      return week % 2 === 1;
    case 'even':
      return week % 2 === 0;
    case 'list':
      return weeks.list.includes(week);
  }
}

const WORDS: ReadonlyMap<string, TeachingWeeks> = new Map([
  ['', { kind: 'all' }],
  ['all', { kind: 'all' }],
  ['每周', { kind: 'all' }],
  ['term', { kind: 'term' }],
  ['学期内', { kind: 'term' }],
  ['odd', { kind: 'odd' }],
  ['单周', { kind: 'odd' }],
  ['even', { kind: 'even' }],
  ['双周', { kind: 'even' }],
]);

const PART = /^(\d{1,2})(?:-(\d{1,2}))?$/;

/** Reads `每周`, `学期内`, `单周`, `双周`, their English names, or weeks such as `1-8,10`. */
export function parseWeeks(text: string): Result<TeachingWeeks, 'weeks'> {
  const named = WORDS.get(text.trim().toLowerCase());
  if (named !== undefined) return ok(named);
  const plain = text
    .normalize('NFKC')
    .replaceAll(/[、;]/g, ',')
    .replaceAll(/[第周\s]/g, '');
  const list = new Set<number>();
  for (const part of plain.split(',')) {
    const found = PART.exec(part);
    const first = Number(found?.[1]);
    const last = Number(found?.[2] ?? found?.[1]);
    if (found === null || first < 1 || last > LAST_WEEK || first > last) return fail('weeks');
    for (let week = first; week <= last; week += 1) list.add(week);
  }
  return ok({ kind: 'list', list: [...list].sort((one, other) => one - other) });
}

/** As {@link parseWeeks} reads it again. */
export function writeWeeks(weeks: TeachingWeeks): string {
  switch (weeks.kind) {
    case 'all':
      return '每周';
    case 'term':
      return '学期内';
    case 'odd':
      return '单周';
    case 'even':
      return '双周';
    case 'list':
      return weeks.list.join(',');
  }
}
