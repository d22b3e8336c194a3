import type { Actor } from '../../../access/can.ts';
import { localDateOf, momentOf } from '../../../booking/local-day.ts';
import type { NamedDays } from '../../../core/calendar.ts';
import type { Scope } from '../../scope.ts';
import type { FiguresView } from './activity-desk.ts';
import { permits } from './authorise-activities.ts';

export const namesOf = async (scope: Scope): Promise<(id: string) => string> => {
  const names = new Map((await scope.stores.staff.list()).map(({ id, name }) => [id, name]));
  return (id) => names.get(id) ?? '';
};

const ALL = '全部';
/** The midnight that ends a day. */
const DAY_END = 1_440;

/** What was held in a term, a year or ever, without a limit: it is what an inspection counts. */
export async function viewFigures(scope: Scope, actor: Actor, name: string): Promise<FiguresView | null> {
  if (!(await permits(scope, actor, 'activity.see'))) return null;
  const { stores, now } = scope;
  const { calendar } = await stores.rota.read(now);
  const held = await stores.activities.firstAndLast();
  const days = held === null ? null : { from: localDateOf(held.first), to: localDateOf(held.last) };
  const { span, spans } = pickSpan(name, calendar.terms, days, localDateOf(now));
  const nameOf = await namesOf(scope);
  const dates = await stores.activities.dateFigures(momentOf(span.from, 0), momentOf(span.to, DAY_END));
  return {
    span,
    spans,
    rows: dates.map((one) => ({ ...one, leader: nameOf(one.date.ledBy ?? one.activity.leaderId) })),
  };
}

/** Terms, the years in which something was or will be held, this year, and all of it. Pure. */
function pickSpan(
  name: string,
  terms: readonly NamedDays[],
  held: Pick<NamedDays, 'from' | 'to'> | null,
  today: string,
): Pick<FiguresView, 'span' | 'spans'> {
  const yearOf = (date: string): number => Number(date.slice(0, 4));
  const first = Math.min(yearOf(today), yearOf(held?.from ?? today));
  const last = Math.max(yearOf(today), yearOf(held?.to ?? today));
  const years = Array.from({ length: last - first + 1 }, (_, index): NamedDays => {
    const year = last - index;
    return { name: `${year} 年`, from: `${year}-01-01`, to: `${year}-12-31` };
  });
  const thisYear = {
    name: `${yearOf(today)} 年`,
    from: `${yearOf(today)}-01-01`,
    to: `${yearOf(today)}-12-31`,
  };
  const all = held === null ? [] : [{ name: ALL, ...held }];
  const spans = [...terms, ...years, ...all];
  const begun = terms.filter(({ from }) => from <= today).sort((a, b) => b.from.localeCompare(a.from))[0];
  return { span: spans.find((one) => one.name === name) ?? begun ?? thisYear, spans };
}
