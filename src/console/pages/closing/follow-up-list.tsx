import type { EntryRow, FollowUpList } from '../../../conversation/desks/cases/follow-up-desk.ts';
import { formatDay } from '../../../core/shanghai-time.ts';
import { CLASS_NAMES } from '../../closing-words.ts';
import type { ConsoleParts } from '../../parts.ts';
import { renderAbsent, renderPage } from '../../render.tsx';
import type { ConsoleContext } from '../../route.ts';
import { Empty, PageHead } from '../pieces.tsx';

export const sayDue = (dueOn: string, lateDays: number, today: string): string => {
  const day = formatDay(dueOn, 'zh');
  if (dueOn === today) return `今天（${day}）`;
  return lateDays > 0 ? `${day}，晚了 ${lateDays} 天` : day;
};

const Row = ({ row, today }: { row: EntryRow; today: string }) => (
  <li class={`follow-line class-${row.class}`}>
    <a class="case-number" href={`/console/follow-up/${row.id}`}>{`#${row.number}`}</a>
    <span class={`badge class-${row.class}`}>{CLASS_NAMES[row.class]}</span>
    <span class={row.next !== null && row.next.lateDays > 0 ? 'late' : undefined}>
      {row.next === null ? (
        <strong class="late">没有下一次，请安排</strong>
      ) : (
        `下一次：${sayDue(row.next.dueOn, row.next.lateDays, today)}`
      )}
    </span>
    <span class="faint">
      {row.owner === null ? <strong class="late">没有人负责</strong> : `负责：${row.owner.name}`}
    </span>
  </li>
);

const Group = ({ title, rows, today }: { title: string; rows: readonly EntryRow[]; today: string }) =>
  rows.length === 0 ? null : (
    <section>
      <h2>
        {title} <span class="count">{rows.length}</span>
      </h2>
      <ul class="follow-lines">
        {rows.map((row) => (
          <Row row={row} today={today} />
        ))}
      </ul>
    </section>
  );

const List = ({ list }: { list: FollowUpList }) => {
  const { today, mine, others } = list;
  const isLate = ({ next, owner }: EntryRow): boolean => owner === null || next === null || next.lateDays > 0;
  const all = [...mine, ...(others ?? [])];
  return (
    <>
      {all.length === 0 ? <Empty>现在没有要回访的人。</Empty> : null}
      <Group title="逾期、没有人负责或没有下一次" rows={all.filter(isLate)} today={today} />
      <Group title="由我负责" rows={mine.filter((row) => !isLate(row))} today={today} />
      <Group title="由其他老师负责" rows={(others ?? []).filter((row) => !isLate(row))} today={today} />
    </>
  );
};

export async function showFollowUps(c: ConsoleContext, parts: ConsoleParts) {
  const list = await parts.followUps.list(c.get('actor'));
  if (list === null) return renderAbsent(c, parts);
  return renderPage(
    c,
    parts,
    { title: '回访', place: 'follow-up' },
    <>
      <PageHead title="回访">
        <p class="faint">
          {list.others === null
            ? '求助结束以后由你负责的人。每一次都要记录；移出名单要有理由。'
            : '关注名单上的所有人。没有人负责的，由中心主任负责。'}
        </p>
      </PageHead>
      <List list={list} />
    </>,
  );
}
