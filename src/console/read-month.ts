import { Temporal } from 'temporal-polyfill';
import { momentOf } from '../booking/local-day.ts';
import { inShanghai } from './times.ts';

/** A month as an address carries it (2026-11), from its first moment to that of the next one. */
export type Month = { readonly text: string; readonly from: Date; readonly to: Date };

/** The month of an address such as ?month=2026-11; null for anything else. */
export function findMonth(text: string | undefined): Month | null {
  const found = /^20\d{2}-(0[1-9]|1[0-2])$/.exec(text ?? '');
  return found === null ? null : monthOf(Temporal.PlainYearMonth.from(found[0]));
}

/** The same, and the present one for anything else. */
export const readMonth = (text: string | undefined, now: Date): Month =>
  findMonth(text) ?? monthOf(inShanghai(now).toPlainDate().toPlainYearMonth());

function monthOf(month: Temporal.PlainYearMonth): Month {
  const startOf = (one: Temporal.PlainYearMonth): Date => momentOf(one.toPlainDate({ day: 1 }).toString(), 0);
  return { text: month.toString(), from: startOf(month), to: startOf(month.add({ months: 1 })) };
}
