import type { EarlierSessions, SessionRow } from '../../../conversation/desks/sessions/session-desk.ts';
import { formatHours } from '../../../core/shanghai-time.ts';
import type { ConsoleParts } from '../../parts.ts';
import { findMonth, readMonth } from '../../read-month.ts';
import { renderAbsent, renderPage } from '../../render.tsx';
import type { ConsoleContext } from '../../route.ts';
import { OWED_NAMES, sayStatus } from '../../session-words.ts';
import { inShanghai, sayDay } from '../../times.ts';
import { Csrf, Empty, PageHead } from '../pieces.tsx';

/** @param ofYear false leaves out the year, which stands above or is the present one */
export const Line = ({ row, csrf, ofYear = false }: { row: SessionRow; csrf: string; ofYear?: boolean }) => (
  <li class="session-line">
    <span class="appointment-time">
      {ofYear ? `${inShanghai(row.startAt).year}年` : ''}
      {`${sayDay(row.startAt)} ${formatHours(row.startAt, row.endAt)}`}
    </span>
    {row.may.open ? (
      <a href={`/console/sessions/${row.id}`}>{row.visitor}</a>
    ) : (
      <strong>{row.counsellor}</strong>
    )}
    <span class="faint">{row.room ?? '线上'}</span>
    <span class="faint">{sayStatus(row)}</span>
    {row.owes === null ? null : <span class="late">{OWED_NAMES[row.owes]}</span>}
    {row.may.checkIn ? (
      <form method="post" action={`/console/sessions/${row.id}/check-in`}>
        <Csrf token={csrf} />
        <button type="submit">签到</button>
      </form>
    ) : null}
  </li>
);

const Part = ({
  title,
  rows,
  csrf,
  none,
}: {
  title: string;
  rows: readonly SessionRow[];
  csrf: string;
  none: string | null;
}) =>
  rows.length === 0 && none === null ? null : (
    <section>
      <h2>{title}</h2>
      {rows.length === 0 ? (
        <Empty>{none}</Empty>
      ) : (
        <ul class="session-lines">
          {rows.map((row) => (
            <Line row={row} csrf={csrf} />
          ))}
        </ul>
      )}
    </section>
  );

const PATH = '/console/sessions';

const Pages = ({ month, page, more }: { month: string; page: number; more: boolean }) => {
  const to = (other: number) => `${PATH}?${month === '' ? '' : `month=${month}&`}page=${other}`;
  return page === 1 && !more ? null : (
    <nav class="week-links" aria-label="翻页">
      {page > 1 ? (
        <a class="button" href={to(page - 1)}>
          较新的
        </a>
      ) : null}
      {more ? (
        <a class="button" href={to(page + 1)}>
          更早的
        </a>
      ) : null}
    </nav>
  );
};

type EarlierProps = { earlier: EarlierSessions; csrf: string; chosen: string; shown: string; page: number };

/** What lies behind, by month; every line leads to its page. */
const Earlier = ({ earlier: { own, supervised, more }, csrf, chosen, shown, page }: EarlierProps) => {
  const within = chosen === '' ? '最近一个月' : chosen;
  return (
    <>
      <form method="get" action={PATH} class="month">
        <label for="month">以前的，按月看</label>
        <input id="month" type="month" name="month" value={shown} />
        <button type="submit">看这个月</button>
      </form>
      {own === null ? null : (
        <Part title={`以前的（${within}）`} rows={own} csrf={csrf} none="没有以前的咨询。" />
      )}
      {supervised === null ? null : (
        <Part title={`我督导的（${within}）`} rows={supervised} csrf={csrf} none="没有。" />
      )}
      <Pages month={chosen} page={page} more={more} />
    </>
  );
};

const readPage = (text: string | undefined): number => (/^[1-9]\d{0,3}$/.test(text ?? '') ? Number(text) : 1);

export async function showSessions(c: ConsoleContext, parts: ConsoleParts) {
  const month = findMonth(c.req.query('month'));
  const page = readPage(c.req.query('page'));
  const list = await parts.sessions.list(c.get('actor'), { month, page });
  if (list === null) return renderAbsent(c, parts);
  const { csrf } = c.get('session');
  const { earlier } = list;
  const isNow = month === null && page === 1;
  // The booking desk has the times of today, and nobody's past.
  const looksBack = earlier.own !== null || earlier.supervised !== null;
  return renderPage(
    c,
    parts,
    { title: '咨询', place: 'sessions' },
    <>
      <PageHead title="咨询">
        {isNow ? <p class="faint">谁来了由老师记，程序不会自己改。</p> : <a href={PATH}>回到今天</a>}
      </PageHead>
      {isNow ? (
        <>
          <Part title="要补的" rows={list.owed} csrf={csrf} none={null} />
          <Part title="今天" rows={list.today} csrf={csrf} none="今天没有咨询。" />
          <Part title="以后两周" rows={list.coming} csrf={csrf} none={null} />
        </>
      ) : null}
      {looksBack ? (
        <Earlier
          earlier={earlier}
          csrf={csrf}
          chosen={month?.text ?? ''}
          shown={month?.text ?? readMonth(undefined, list.now).text}
          page={page}
        />
      ) : null}
    </>,
  );
}
