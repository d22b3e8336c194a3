import { can } from '../../../access/can.ts';
import type { ActivityRow } from '../../../conversation/desks/activities/activity-desk.ts';
import { formatRange } from '../../../core/shanghai-time.ts';
import { ACTIVITY_KIND_NAMES, ACTIVITY_STATUS_NAMES } from '../../activity-words.ts';
import type { ConsoleParts } from '../../parts.ts';
import { renderAbsent, renderPage } from '../../render.tsx';
import type { ConsoleContext } from '../../route.ts';
import { Empty, PageHead } from '../pieces.tsx';

const FIGURES = '/console/activities/figures';

export const sayFirst = ({ activity: { dates } }: Pick<ActivityRow, 'activity'>): string => {
  const [first] = dates;
  if (first === undefined) return '';
  const range = formatRange(first.startsAt, first.endsAt, 'zh');
  return dates.length === 1 ? range : `${range} 起，共 ${dates.length} 次`;
};

const Row = ({ row }: { row: ActivityRow }) => {
  const { activity, leader } = row;
  return (
    <li>
      <a class="campaign-line" href={`/console/activities/${activity.id}`}>
        <strong>{activity.title}</strong>
        <span class={`badge activity-${activity.status}`}>{ACTIVITY_STATUS_NAMES[activity.status]}</span>
        <span class="faint">
          {`${ACTIVITY_KIND_NAMES[activity.kind]} · ${sayFirst(row)} · ${leader} · 已报 ${activity.taken}/${activity.capacity}`}
        </span>
      </a>
    </li>
  );
};

export async function showActivities(c: ConsoleContext, parts: ConsoleParts) {
  const actor = c.get('actor');
  const asked = c.req.query('page') ?? '1';
  const list = await parts.activities.list(actor, /^[1-9]\d{0,5}$/.test(asked) ? Number(asked) : 1);
  if (list === null) return renderAbsent(c, parts);
  const { rows, page, more } = list;
  return renderPage(
    c,
    parts,
    { title: '团体与讲座', place: 'activities' },
    <>
      <PageHead title="团体与讲座">
        <p class="faint">团体辅导、讲座和家长课堂：报名、候补、签到和统计。</p>
        {can(actor, 'activity.write', { kind: 'activities' }, 'administration') ? (
          <a class="button primary" href="/console/activities/new">
            新建活动
          </a>
        ) : null}
        <a class="button" href={FIGURES}>
          统计
        </a>
      </PageHead>
      {rows.length === 0 ? (
        <Empty>{page === 1 ? '还没有活动。' : '没有更早的活动了。'}</Empty>
      ) : (
        <ul class="campaigns">
          {rows.map((row) => (
            <Row row={row} />
          ))}
        </ul>
      )}
      {page > 1 || more ? (
        <nav class="week-links" aria-label="翻页">
          {page > 1 ? (
            <a class="button" href={`/console/activities?page=${page - 1}`}>
              较新的
            </a>
          ) : null}
          {more ? (
            <a class="button" href={`/console/activities?page=${page + 1}`}>
              更早的
            </a>
          ) : null}
        </nav>
      ) : null}
    </>,
  );
}
