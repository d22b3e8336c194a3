import type { Child } from 'hono/jsx';
import type { CaseRow } from '../../../conversation/desks/cases/case-desk.ts';
import { formatTime } from '../../../core/shanghai-time.ts';
import { waitsSince } from '../../../handoff/true-state.ts';
import type { ConsoleParts } from '../../parts.ts';
import { renderPage } from '../../render.tsx';
import type { ConsoleContext } from '../../route.ts';
import { sayMoment } from '../../times.ts';
import { CASE_STATUSES, CHANNEL_NAMES, HOLD_NAMES, OUTCOME_NAMES } from '../../words.ts';
import { Csrf, Empty, LevelBadge, PageHead, Since } from '../pieces.tsx';

type RowProps = { row: CaseRow; now: Date; csrf: string };

/** How long nobody has spoken to this student, or what became of it. */
export const CaseTime = ({ row, now }: { row: CaseRow; now: Date }) => {
  if (row.status === 'open') {
    return (
      <span class="waiting">
        已等 <Since at={waitsSince(row)} now={now} />
      </span>
    );
  }
  if (row.closedAt !== null) return <span class="faint">{sayMoment(row.closedAt, now)} 结束</span>;
  if (row.contactedAt === null && row.acknowledgedAt !== null) {
    return (
      <span class="waiting">
        接手后还没回话 <Since at={row.acknowledgedAt} now={now} />
      </span>
    );
  }
  return (
    <span class="faint">
      开始于 <Since at={waitsSince(row)} now={now} /> 前
    </span>
  );
};

export const AcknowledgeForm = ({ id, csrf, big }: { id: string; csrf: string; big: boolean }) => (
  <form method="post" action={`/console/cases/${id}/acknowledge`}>
    <Csrf token={csrf} />
    <button type="submit" class={big ? 'urgent big' : 'primary'}>
      接手
    </button>
  </form>
);

const CaseName = ({ row }: { row: CaseRow }) => (
  <>
    <LevelBadge level={row.level} />
    {row.may.read || row.may.acknowledge ? (
      <a class="case-number" href={`/console/cases/${row.id}`}>{`#${row.number}`}</a>
    ) : (
      <span class="case-number">{`#${row.number}`}</span>
    )}
  </>
);

const Origin = ({ row }: { row: CaseRow }) => (
  <span class="faint">
    {CHANNEL_NAMES[row.channel]}
    {row.knownContact ? '' : ' · 第一次来'}
  </span>
);

const CallCard = ({ row, now, csrf }: RowProps) => (
  <li class={`call-card level-${row.level}`}>
    <div class="call-facts">
      <span class="call-head">
        <CaseName row={row} />
        <Origin row={row} />
      </span>
      <span class="call-wait">
        <CaseTime row={row} now={now} />
      </span>
    </div>
    <AcknowledgeForm id={row.id} csrf={csrf} big />
  </li>
);

const CaseLine = ({ row, now, csrf }: RowProps) => (
  <li class="case-line">
    <span class="case-name">
      <CaseName row={row} />
    </span>
    <span class="case-state">
      {row.outcome === null ? CASE_STATUSES[row.status] : OUTCOME_NAMES[row.outcome]}
      {row.owner === null ? null : <span class="faint"> · {row.owner.name}</span>}
      {row.hold === undefined ? null : (
        <span class="hold"> · {`${HOLD_NAMES[row.hold.kind]}，到 ${formatTime(row.hold.until)}`}</span>
      )}
    </span>
    <CaseTime row={row} now={now} />
    <Origin row={row} />
    <span class="case-action">
      {row.may.acknowledge ? <AcknowledgeForm id={row.id} csrf={csrf} big={false} /> : null}
      {row.may.answer ? (
        <a class="button" href={`/console/cases/${row.id}`}>
          去回答
        </a>
      ) : null}
    </span>
  </li>
);

const Group = ({ title, count, children }: { title: string; count: number; children: Child }) =>
  count === 0 ? null : (
    <section>
      <h2>
        {title} <span class="count">{count}</span>
      </h2>
      <ul class="case-lines">{children}</ul>
    </section>
  );

export const CaseList = ({ rows, now, csrf }: { rows: readonly CaseRow[]; now: Date; csrf: string }) => {
  const calls = rows.filter((row) => row.callsYou);
  const waiting = rows.filter((row) => row.status === 'open' && !row.callsYou);
  const active = rows.filter((row) => row.status === 'acknowledged');
  const closed = rows.filter((row) => row.status === 'closed');
  const lines = (group: readonly CaseRow[]) =>
    group.map((row) => <CaseLine row={row} now={now} csrf={csrf} />);
  return (
    <>
      {calls.length === 0 ? null : (
        <section>
          <h2 class="calls-title">
            在叫你 <span class="count">{calls.length}</span>
          </h2>
          <ul class="call-cards">
            {calls.map((row) => (
              <CallCard row={row} now={now} csrf={csrf} />
            ))}
          </ul>
        </section>
      )}
      {calls.length + waiting.length === 0 ? (
        <Empty>现在没有人在等。有人求助时，这里会马上出现。</Empty>
      ) : null}
      <Group title="等待接手" count={waiting.length}>
        {lines(waiting)}
      </Group>
      <Group title="有人在跟进" count={active.length}>
        {lines(active)}
      </Group>
      <Group title="最近结束" count={closed.length}>
        {lines(closed)}
      </Group>
    </>
  );
};

export async function renderCaseList(c: ConsoleContext, parts: ConsoleParts, notice: Child = null) {
  const [rows, now] = await Promise.all([parts.cases.list(c.get('actor')), parts.clock.now()]);
  return renderPage(
    c,
    parts,
    { title: '求助', place: 'cases', viewing: 'list' },
    <>
      <PageHead title="求助" />
      {notice}
      <div hx-get="/console/live/cases" hx-trigger="sse:case, refresh from:body">
        <CaseList rows={rows} now={now} csrf={c.get('session').csrf} />
      </div>
    </>,
  );
}

export const showCases = (c: ConsoleContext, parts: ConsoleParts) => renderCaseList(c, parts);

export async function showLiveCases(c: ConsoleContext, parts: ConsoleParts): Promise<Response> {
  const [rows, now] = await Promise.all([parts.cases.list(c.get('actor')), parts.clock.now()]);
  return c.html(<CaseList rows={rows} now={now} csrf={c.get('session').csrf} />);
}
