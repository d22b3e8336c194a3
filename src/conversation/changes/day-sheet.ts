import type { DaySheetRow } from '../../booking/day-sheet-store.ts';
import type { Language } from '../../core/language.ts';
import { formatDay, formatHours } from '../../core/shanghai-time.ts';
import { addLocalDays, localDateOf, localDay, momentOn } from '../../handoff/rota/local-day.ts';
import type { Scope } from '../scope.ts';
import type { ToolTexts } from '../staff/tools/case-work.ts';
import { tellStaff } from './tell-staff.ts';

/** The date whose sheets are due at this moment by the clock; null before that, and where there are none. */
export function sheetDue(minute: number | null, now: Date): string | null {
  if (minute === null) return null;
  const today = localDateOf(now);
  return momentOn(localDay(today), minute) <= now ? today : null;
}

/** Each counsellor to whom somebody comes hears of it once in the morning, and of what is left where the morning was missed. */
export async function runDaySheet(scope: Scope, date: string): Promise<void> {
  const { daySheets } = scope.stores;
  if (date !== localDateOf(scope.now) || !(await daySheets.begin(date, scope.now))) return;
  const rows = await listDay(scope, date, null);
  const ahead = rows.filter(({ endAt, status }) => endAt > scope.now && status === 'booked');
  for (const staffId of new Set(ahead.filter(({ closed }) => !closed).map((row) => row.staffId))) {
    const own = ahead.filter((row) => row.staffId === staffId);
    await tellStaff(scope, staffId, `day-sheet:${date}:${staffId}`, (texts, language) =>
      sayDaySheet(texts, language, date, own, linksOf(scope)),
    );
  }
}

export function listDay(scope: Scope, date: string, staffId: string | null): Promise<DaySheetRow[]> {
  const from = localDay(date).startsAt;
  return scope.stores.daySheets.list(from, localDay(addLocalDays(date, 1)).startsAt, staffId);
}

type Links = { readonly today: string; readonly profile: string };

const linksOf = ({ parts }: Scope): Links => ({
  today: `${parts.publicUrl}/console/today`,
  profile: `${parts.publicUrl}/console/availability/profile`,
});

/** Times and rooms, first visits, who said that they come: no name and no reason. Nobody comes to what was closed. */
function sayDaySheet(
  texts: ToolTexts,
  language: Language,
  date: string,
  all: readonly DaySheetRow[],
  at: Links,
): string {
  const rows = all.filter(({ closed }) => !closed);
  const lines = rows.map(({ startAt, endAt, room, first, confirmed }) =>
    [
      formatHours(startAt, endAt),
      room ?? texts('sheet.online'),
      ...(first ? [texts('sheet.first')] : []),
      texts(confirmed ? 'sheet.confirmed' : 'sheet.open'),
    ].join(' · '),
  );
  const day = formatDay(date, language);
  const sheet = texts('sheet.text', { day, count: rows.length, lines: lines.join('\n'), link: at.today });
  return [
    rows.length > 0 ? sheet : texts('sheet.none', { link: at.today }),
    ...(rows.length < all.length ? [texts('sheet.closed', { count: all.length - rows.length })] : []),
    ...(rows.some(({ noAddress }) => noAddress) ? [texts('sheet.noAddress', { link: at.profile })] : []),
  ].join('\n');
}

/** What one of the counsellors asks for with /今天. */
export async function sayToday(
  scope: Scope,
  texts: ToolTexts,
  language: Language,
  staffId: string,
): Promise<string> {
  const date = localDateOf(scope.now);
  const rows = (await listDay(scope, date, staffId)).filter(({ status }) => status === 'booked');
  return sayDaySheet(texts, language, date, rows, linksOf(scope));
}
