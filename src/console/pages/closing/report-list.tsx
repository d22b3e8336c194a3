import type { IssuedRow } from '../../../handoff/crisis-report-store.ts';
import type { ConsoleParts } from '../../parts.ts';
import { renderAbsent, renderPage } from '../../render.tsx';
import { sayInstant, sayNumber } from '../../reports/report-parts.ts';
import type { ConsoleContext } from '../../route.ts';
import { inShanghai } from '../../times.ts';
import { Empty, PageHead } from '../pieces.tsx';

type Month = { readonly text: string; readonly from: Date; readonly to: Date };

const two = (number: number): string => String(number).padStart(2, '0');
const startOf = (year: number, month: number): Date => new Date(`${year}-${two(month)}-01T00:00:00+08:00`);

/** The month of an address such as ?month=2026-11; the present one for anything else. */
function readMonth(text: string | undefined, now: Date): Month {
  const found = /^(20\d{2})-(0[1-9]|1[0-2])$/.exec(text ?? '');
  const present = inShanghai(now);
  const year = found === null ? present.year : Number(found[1]);
  const month = found === null ? present.month : Number(found[2]);
  const to = month === 12 ? startOf(year + 1, 1) : startOf(year, month + 1);
  return { text: `${year}-${two(month)}`, from: startOf(year, month), to };
}

const Row = ({ row }: { row: IssuedRow }) => (
  <li class="follow-line">
    <a href={`/console/cases/${row.caseId}/report`}>{sayNumber(row.number)}</a>
    <span class="case-number">{`#${row.caseNumber}`}</span>
    <span>{sayInstant(row.issuedAt.toISOString())}</span>
    <span class="faint">{row.supplements === 0 ? '' : `更正 ${row.supplements} 条`}</span>
  </li>
);

export async function showReports(c: ConsoleContext, parts: ConsoleParts) {
  const month = readMonth(c.req.query('month'), await parts.clock.now());
  const rows = await parts.crisisReports.list(c.get('actor'), month.from, month.to);
  if (rows === null) return renderAbsent(c, parts);
  return renderPage(
    c,
    parts,
    { title: '危机报表', place: 'crisis-reports' },
    <>
      <PageHead title="危机随时报表">
        <p class="faint">已经发出的。报表从结束的或进行中的求助页面里写。</p>
      </PageHead>
      <form method="get" action="/console/reports" class="month">
        <label for="month">月份</label>
        <input id="month" type="month" name="month" value={month.text} />
        <button type="submit">看这个月</button>
      </form>
      {rows.length === 0 ? (
        <Empty>{`${month.text} 没有发出的报表。`}</Empty>
      ) : (
        <ul class="follow-lines">
          {rows.map((row) => (
            <Row row={row} />
          ))}
        </ul>
      )}
    </>,
  );
}
