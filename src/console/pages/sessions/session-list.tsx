import type { SessionRow } from '../../../conversation/desks/sessions/session-desk.ts';
import { formatHours } from '../../../core/shanghai-time.ts';
import type { ConsoleParts } from '../../parts.ts';
import { renderAbsent, renderPage } from '../../render.tsx';
import type { ConsoleContext } from '../../route.ts';
import { OWED_NAMES, SESSION_STATUSES } from '../../session-words.ts';
import { sayDay } from '../../times.ts';
import { Csrf, Empty, PageHead } from '../pieces.tsx';

const Line = ({ row, csrf }: { row: SessionRow; csrf: string }) => (
  <li class="session-line">
    <span class="appointment-time">{`${sayDay(row.startAt)} ${formatHours(row.startAt, row.endAt)}`}</span>
    {row.may.open ? (
      <a href={`/console/sessions/${row.id}`}>{row.visitor}</a>
    ) : (
      <strong>{row.counsellor}</strong>
    )}
    <span class="faint">{row.room ?? '线上'}</span>
    <span class="faint">
      {row.status === 'booked' && row.checkedInAt !== null ? '已签到' : SESSION_STATUSES[row.status]}
    </span>
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

export async function showSessions(c: ConsoleContext, parts: ConsoleParts) {
  const list = await parts.sessions.list(c.get('actor'));
  if (list === null) return renderAbsent(c, parts);
  const { csrf } = c.get('session');
  return renderPage(
    c,
    parts,
    { title: '咨询', place: 'sessions' },
    <>
      <PageHead title="咨询">
        <p class="faint">谁来了由老师记，程序不会自己改。</p>
      </PageHead>
      <Part title="要补的" rows={list.owed} csrf={csrf} none={null} />
      <Part title="今天" rows={list.today} csrf={csrf} none="今天没有咨询。" />
      <Part title="以后两周" rows={list.coming} csrf={csrf} none={null} />
      <Part title="我督导的（最近一个月）" rows={list.supervised} csrf={csrf} none={null} />
    </>,
  );
}
