import type { Child } from 'hono/jsx';
import {
  type ChangeCounts,
  isAsked,
  type OfferRow,
} from '../../../conversation/desks/booking/change-desk.ts';
import { CAUSE_WORDS, DELIVERY_WORDS, KIND_WORDS, sayStatus } from '../../change-words.ts';
import type { ConsoleParts } from '../../parts.ts';
import { renderAbsent, renderPage } from '../../render.tsx';
import { type ConsoleContext, idOf } from '../../route.ts';
import { sayDay, sayMoment, sayTime } from '../../times.ts';
import { Csrf, Empty, Notice, PageHead } from '../pieces.tsx';
import { Leaderless } from './led-list.tsx';
import { Stranded } from './stranded-list.tsx';

type Shown = { row: OfferRow; now: Date; csrf: string };

const Person = ({ row: { person } }: Pick<Shown, 'row'>) =>
  person === null ? (
    <p class="faint">还没有核对过身份，不知道是谁：只能等 TA 自己回复或来前台。</p>
  ) : (
    <p>
      <strong>{person.name}</strong>
      {`${person.number === null ? '' : ` · ${person.number}`} · ${person.college === '' ? '学院不详' : person.college} · `}
      {person.phone === null ? (
        <span class="faint">名册里没有电话</span>
      ) : (
        <a href={`tel:${person.phone.replace(/[^+0-9]/g, '')}`}>{person.phone}</a>
      )}
    </p>
  );

const Row = ({ row, now, csrf }: Shown) => (
  <li class={`card change-row${row.toPhone ? ' to-phone' : ''}`}>
    <p>
      <strong>{`${sayDay(row.startsAt)} ${sayTime(row.startsAt)} ${row.counsellor}`}</strong>{' '}
      <span class="badge plain">{KIND_WORDS[row.kind]}</span>
    </p>
    <p class="faint">
      {`${CAUSE_WORDS[row.cause]} · ${sayMoment(row.madeAt, now)} 写的 · ${DELIVERY_WORDS[row.delivery]}`}
    </p>
    <p>
      {sayStatus(row)}
      {row.newStartAt === null ? '' : `：${sayDay(row.newStartAt)} ${sayTime(row.newStartAt)}`}
      {row.status === 'open' && row.kind === 'change' ? `，等到 ${sayMoment(row.expiresAt, now)}` : ''}
    </p>
    {row.toPhone ? <Person row={row} /> : null}
    {row.toPhone ? (
      <form method="post" action={`/console/appointments/changes/${row.id}/phoned`}>
        <Csrf token={csrf} />
        <button type="submit">已电话联系</button>
      </form>
    ) : null}
    {row.toPhone && row.agreeable ? (
      <a class="button" href={`/console/appointments/${row.appointmentId}/change`}>
        记下约定的时间
      </a>
    ) : null}
  </li>
);

const List = ({
  title,
  rows,
  now,
  csrf,
  note = null,
}: { title: string; rows: readonly OfferRow[]; note?: string | null } & Omit<Shown, 'row'>) =>
  rows.length === 0 ? null : (
    <section>
      <h2>{`${title}（${rows.length}）`}</h2>
      {note === null ? null : <p class="faint">{note}</p>}
      <ul class="change-list">
        {rows.map((row) => (
          <Row row={row} now={now} csrf={csrf} />
        ))}
      </ul>
    </section>
  );

const Counts = ({ counts }: { counts: ChangeCounts }) => (
  <section>
    <h2>全中心</h2>
    <dl class="progress">
      <dt>还没有谈好，要打电话</dt>
      <dd>{counts.toPhone}</dd>
      <dt>等同学回复</dt>
      <dd>{counts.open}</dd>
      <dt>最近两周已经有结果</dt>
      <dd>{counts.settled}</dd>
      <dt>老师请了假、同学还没有听说</dt>
      <dd>{counts.inLeave}</dd>
      <dt>碰上放假或房间用不了、同学还没有听说</dt>
      <dd>{counts.otherwise}</dd>
    </dl>
    <p class="faint">这里只有个数。是哪些预约，由前台和老师自己处理。</p>
  </section>
);

export async function renderChanges(
  c: ConsoleContext,
  parts: ConsoleParts,
  status: 200 | 422 = 200,
  notice: Child = null,
) {
  const view = await parts.appointmentChanges.list(c.get('actor'));
  if (view === null) return renderAbsent(c, parts);
  const { rows, counts, settled, stranded, leaderless, noDesk } = view;
  const shared = { now: await parts.clock.now(), csrf: c.get('session').csrf };
  // Whose time comes first is phoned first.
  const phone = rows
    .filter(({ toPhone }) => toPhone)
    .sort((a, b) => a.startsAt.getTime() - b.startsAt.getTime());
  const open = rows.filter(isAsked);
  const over = rows
    .filter((row) => !phone.includes(row) && !open.includes(row))
    .sort((a, b) => b.madeAt.getTime() - a.madeAt.getTime());
  const { shown, count } = settled;
  const cut = count > shown ? `已经有结果的一共 ${count} 个，这里只列最新的 ${shown} 个。` : null;
  return renderPage(
    c,
    parts,
    { title: '改期与请假', place: 'changes', status },
    <div class="narrow">
      <PageHead title="改期与请假">
        <a class="button" href="/console/appointments/absence">
          某天来不了
        </a>
      </PageHead>
      {notice}
      {counts !== null && noDesk ? (
        <Notice kind="bad">
          中心还没有前台：没有人是“工作人员”，要打的电话没有人打得了。请系统管理员在“人员”里给一位同事这个角色。
        </Notice>
      ) : null}
      {counts === null ? null : <Counts counts={counts} />}
      {rows.length + stranded.length + leaderless.length === 0 && counts === null ? (
        <Empty>最近没有改期。改期在预约或日程单里提。</Empty>
      ) : null}
      <List title="还没有谈好，请打电话" rows={phone} {...shared} />
      <Stranded times={stranded} csrf={shared.csrf} />
      <Leaderless dates={leaderless} />
      <List title="等同学回复" rows={open} {...shared} />
      <List title="最近两周" rows={over} note={cut} {...shared} />
    </div>,
  );
}

export async function tellLeave(c: ConsoleContext, parts: ConsoleParts) {
  const id = idOf(c);
  const told = id === null ? 'absent' : await parts.appointmentChanges.tellLeave(c.get('actor'), id);
  if (told === 'absent') return renderAbsent(c, parts);
  return c.redirect('/console/appointments/changes', 303);
}

export const showChanges = (c: ConsoleContext, parts: ConsoleParts) => renderChanges(c, parts);

export async function notePhoned(c: ConsoleContext, parts: ConsoleParts) {
  const id = idOf(c);
  const noted = id === null ? 'absent' : await parts.appointmentChanges.notePhoned(c.get('actor'), id);
  switch (noted) {
    case 'noted':
      return c.redirect('/console/appointments/changes', 303);
    case 'late':
      return renderChanges(c, parts, 422, <Notice kind="bad">没有记：同学已经自己选好了。</Notice>);
    case 'absent':
      return renderAbsent(c, parts);
  }
}
