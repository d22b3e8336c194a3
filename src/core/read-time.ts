const DAY_MINUTES = 1_440;

/** Minutes of the day of 08:30, or of 24:00; null for anything else. */
export function readMinute(text: string): number | null {
  const found = /^([01]?\d|2[0-3])[:：]([0-5]\d)$/.exec(text.trim());
  if (found) return Number(found[1]) * 60 + Number(found[2]);
  return text.trim() === '24:00' ? DAY_MINUTES : null;
}

/** A date written 2026-11-23 or, as spreadsheets do, 2026/11/3; null for anything else, 30 February too. */
export function readDate(text: string): string | null {
  const found = /^(\d{4})[-/](\d{1,2})[-/](\d{1,2})$/.exec(text.trim());
  const [, year = '', month = '', day = ''] = found ?? [];
  const date = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  const there = found !== null && new Date(`${date}T00:00:00Z`).toJSON()?.slice(0, 10) === date;
  return there ? date : null;
}
