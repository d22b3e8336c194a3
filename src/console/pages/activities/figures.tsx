import type { DateFigures } from '../../../conversation/desks/activities/activity-desk.ts';
import { formatRange } from '../../../core/shanghai-time.ts';
import { ACTIVITY_KINDS, isHeld } from '../../../groups/activity.ts';
import { ACTIVITY_KIND_NAMES, ACTIVITY_STATUS_NAMES } from '../../activity-words.ts';
import type { ConsoleParts } from '../../parts.ts';
import { renderAbsent, renderPage } from '../../render.tsx';
import type { ConsoleContext } from '../../route.ts';
import { Empty, PageHead } from '../pieces.tsx';

const PATH = '/console/activities/figures';

const cameTo = ({ attended, date: { walkIns } }: DateFigures): number => attended + walkIns;

const Totals = ({ rows }: { rows: readonly DateFigures[] }) => (
  <ul class="plain-list">
    {ACTIVITY_KINDS.map((kind) =>
      rows.filter((row) => row.activity.kind === kind && isHeld(row.activity, row.date)),
    )
      .filter((some) => some.length > 0)
      .map((some) => {
        const kinds = some.map(({ activity }) => ACTIVITY_KIND_NAMES[activity.kind]);
        const came = some.reduce((sum, row) => sum + cameTo(row), 0);
        const activities = new Set(some.map(({ activity }) => activity.id)).size;
        return <li>{`${kinds[0] ?? ''}：${activities} 个活动，${some.length} 次，到场 ${came} 人次`}</li>;
      })}
  </ul>
);

const HEADS = ['时间', '名称', '种类', '状态', '带领', '已报上', '签到', '现场另来', '共到场'] as const;

const Row = ({ row }: { row: DateFigures }) => {
  const { activity, date, leader, counts, attended } = row;
  return (
    <tr>
      <td>{formatRange(date.startsAt, date.endsAt, 'zh')}</td>
      <td>
        <a href={`/console/activities/${activity.id}`}>{activity.title}</a>
      </td>
      <td>{ACTIVITY_KIND_NAMES[activity.kind]}</td>
      <td>{ACTIVITY_STATUS_NAMES[activity.status]}</td>
      <td>{leader}</td>
      <td>{counts['signed-up']}</td>
      <td>{attended}</td>
      <td>{date.walkIns}</td>
      <td>{cameTo(row)}</td>
    </tr>
  );
};

const Table = ({ rows }: { rows: readonly DateFigures[] }) => (
  <div class="wide-table">
    <table>
      <thead>
        <tr>
          {HEADS.map((name) => (
            <th scope="col">{name}</th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <Row row={row} />
        ))}
      </tbody>
    </table>
  </div>
);

/** 活动统计: every date of a term or a year. */
export async function showFigures(c: ConsoleContext, parts: ConsoleParts) {
  const view = await parts.activities.figures(c.get('actor'), c.req.query('span') ?? '');
  if (view === null) return renderAbsent(c, parts);
  const { span, spans, rows } = view;
  return renderPage(
    c,
    parts,
    { title: '活动统计', place: 'activities' },
    <>
      <PageHead title="活动统计">
        <p class="faint">{`${span.name}，${span.from} 到 ${span.to}，每次活动一行`}</p>
        <a class="button" href={`${PATH}.xlsx?span=${encodeURIComponent(span.name)}`}>
          下载统计表
        </a>
      </PageHead>
      <form method="get" action={PATH} class="month">
        <label for="span">哪段时间</label>
        <select id="span" name="span">
          {spans.map(({ name }) => (
            <option value={name} selected={name === span.name}>
              {name}
            </option>
          ))}
        </select>
        <button type="submit">看这段时间</button>
      </form>
      {rows.length === 0 ? (
        <Empty>这段时间没有活动。</Empty>
      ) : (
        <>
          <Totals rows={rows} />
          <Table rows={rows} />
        </>
      )}
    </>,
  );
}
