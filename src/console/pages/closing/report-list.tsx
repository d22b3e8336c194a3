import type { IssuedRow } from '../../../handoff/crisis-report-store.ts';
import type { ConsoleParts } from '../../parts.ts';
import { readMonth } from '../../read-month.ts';
import { renderAbsent, renderPage } from '../../render.tsx';
import { sayInstant, sayNumber } from '../../reports/report-parts.ts';
import type { ConsoleContext } from '../../route.ts';
import { Empty, PageHead } from '../pieces.tsx';

const Row = ({ row }: { row: IssuedRow }) => (
  <li class="follow-line">
    <a href={`/console/cases/${row.caseId}/report?time=${row.time}`}>{sayNumber(row.number)}</a>
    <span class="case-number">{`#${row.caseNumber}`}</span>
    {row.time === 1 ? null : <span class="faint">{`第 ${row.time} 次`}</span>}
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
